// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.GCMParameterSpec;

/** AES/GCM/NoPadding (SP 800-38D), with SunJCE's rules on IVs: one encrypts one message. */
final class GcmMode implements CipherMode {
  private static final int BLOCK = 16;
  private static final int IV_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final InputBuffer aad = new InputBuffer();

  private OpaqueKey key;
  private boolean encrypting;
  private byte[] iv;
  private int tagBits;

  /** The IV has encrypted a message, and a second under it would give the key away. */
  private boolean spent;

  private OpaqueKey lastKey;
  private byte[] lastIv;

  @Override
  public int blockSize() {
    return BLOCK;
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return GCMParameterSpec.class;
  }

  @Override
  public void init(
      OpaqueKey handle, boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    aad.clear();
    handle.require(
        "AES/GCM/NoPadding", KeyType.AES, encrypt ? Operation.ENCRYPT : Operation.DECRYPT);
    GCMParameterSpec parameters = parameters(encrypt, spec, random);
    byte[] newIv = parameters.getIV();
    if (encrypt) {
      if (handle.equals(lastKey) && Arrays.equals(newIv, lastIv)) {
        throw new InvalidAlgorithmParameterException("Cannot reuse an IV for GCM encryption");
      }
      lastKey = handle;
      lastIv = newIv;
    }
    iv = newIv;
    tagBits = parameters.getTLen();
    encrypting = encrypt;
    spent = false;
    key = handle;
  }

  private static GCMParameterSpec parameters(
      boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (spec == null) {
      if (!encrypt) {
        throw new InvalidKeyException("Decryption needs the GCMParameterSpec of the encryption");
      }
      byte[] fresh = new byte[IV_LENGTH];
      (random == null ? new SecureRandom() : random).nextBytes(fresh);
      return new GCMParameterSpec(TAG_BITS, fresh);
    }
    if (!(spec instanceof GCMParameterSpec gcm)) {
      throw new InvalidAlgorithmParameterException(
          "AES/GCM takes a GCMParameterSpec, not " + spec.getClass().getName());
    }
    int tag = gcm.getTLen();
    if (tag < 96 || tag > 128 || tag % 8 != 0) {
      throw new InvalidAlgorithmParameterException(
          "A GCM tag has 96, 104, 112, 120 or 128 bits, not " + tag);
    }
    if (gcm.getIV().length == 0) {
      throw new InvalidAlgorithmParameterException("A GCM IV has at least one byte");
    }
    return gcm;
  }

  @Override
  public byte[] iv() {
    return iv == null ? null : iv.clone();
  }

  @Override
  public AlgorithmParameters parameters() {
    if (iv == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("GCM");
      parameters.init(new GCMParameterSpec(tagBits, iv));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The JDK's GCM parameters", e);
    }
  }

  @Override
  public int outputSize(int inputLength) {
    int tag = tagBits / 8;
    return encrypting ? Math.addExact(inputLength, tag) : Math.max(0, inputLength - tag);
  }

  @Override
  public void requireReady() {
    if (key == null) {
      throw new IllegalStateException("AES/GCM has no key; initialise it first");
    }
    if (spent) {
      throw new IllegalStateException(
          "GCM encryption needs another IV for each message; initialise again");
    }
  }

  @Override
  public void updateAad(byte[] in, int offset, int length) {
    aad.append(in, offset, length);
  }

  @Override
  public byte[] finish(byte[] in, int offset, int length)
      throws KeyOperationException, AEADBadTagException {
    CipherScheme.AesGcm scheme = new CipherScheme.AesGcm(iv.clone(), aad.copy(), tagBits);
    if (encrypting) {
      return key.encrypt(scheme, in, offset, length);
    }
    if (length < tagBits / 8) {
      throw new AEADBadTagException(
          "The input is shorter than its tag of " + tagBits / 8 + " bytes");
    }
    return key.decrypt(scheme, in, offset, length);
  }

  @Override
  public void reset() {
    aad.clear();
    spent = encrypting;
  }
}
