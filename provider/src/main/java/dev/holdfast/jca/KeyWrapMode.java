// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
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
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;

/** AES key wrap (SP 800-38F): KW, KW over a message padded by PKCS #5, and KWP. */
final class KeyWrapMode extends BufferedMode {
  private static final int SEMIBLOCK = 8;
  private static final byte[] ICV1 = {
    (byte) 0xa6,
    (byte) 0xa6,
    (byte) 0xa6,
    (byte) 0xa6,
    (byte) 0xa6,
    (byte) 0xa6,
    (byte) 0xa6,
    (byte) 0xa6
  };
  private static final byte[] ICV2 = {(byte) 0xa6, 0x59, 0x59, (byte) 0xa6};

  private final String name;
  private final boolean withPadding;
  private final Pkcs5Padding padding;

  private OpaqueKey key;
  private boolean encrypting;
  private byte[] icv;

  /**
   * @param kwp KWP, else KW
   * @param pkcs5 whether KW pads the message first
   */
  KeyWrapMode(String name, boolean kwp, boolean pkcs5) {
    this.name = name;
    this.withPadding = kwp;
    this.padding = pkcs5 ? new Pkcs5Padding(SEMIBLOCK) : null;
  }

  @Override
  public int blockSize() {
    return SEMIBLOCK;
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return IvParameterSpec.class;
  }

  @Override
  OpaqueKey key() {
    return key;
  }

  @Override
  public void init(
      OpaqueKey handle, boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    reset();
    handle.require(name, KeyType.AES, encrypt ? Operation.ENCRYPT : Operation.DECRYPT);
    byte[] standard = withPadding ? ICV2 : ICV1;
    icv = spec == null ? standard.clone() : given(spec, standard);
    handle.requireOffered(scheme());
    encrypting = encrypt;
    key = handle;
  }

  private byte[] given(AlgorithmParameterSpec spec, byte[] standard)
      throws InvalidAlgorithmParameterException {
    if (!(spec instanceof IvParameterSpec iv)) {
      throw new InvalidAlgorithmParameterException(
          name + " takes an IvParameterSpec, not " + spec.getClass().getName());
    }
    byte[] given = iv.getIV();
    if (withPadding ? !Arrays.equals(given, standard) : given.length != SEMIBLOCK) {
      throw new InvalidAlgorithmParameterException(
          withPadding
              ? "The IV of KWP is the standard's, a65959a6"
              : "The IV of KW has 8 bytes, not " + given.length);
    }
    return given;
  }

  @Override
  public byte[] iv() {
    return icv == null ? null : icv.clone();
  }

  @Override
  public AlgorithmParameters parameters() {
    if (icv == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("AES");
      parameters.init(new IvParameterSpec(icv));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The JDK's parameters of " + name, e);
    }
  }

  @Override
  int resultSize(int length) {
    if (!encrypting) {
      return Math.max(0, length - SEMIBLOCK);
    }
    int padded = length;
    if (padding != null) {
      padded = Math.addExact(length, padding.length(length));
    } else if (withPadding) {
      padded = Math.addExact(length, SEMIBLOCK - 1) & -SEMIBLOCK;
    }
    return Math.addExact(padded, SEMIBLOCK);
  }

  @Override
  public void requireReady() {
    if (key == null) {
      throw new IllegalStateException(name + " has no key; initialise it first");
    }
  }

  @Override
  byte[] compute(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException {
    return encrypting ? encrypt(in, offset, length) : decrypt(in, offset, length);
  }

  private byte[] encrypt(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException {
    if (padding == null) {
      requireLength(length, withPadding ? 1 : 16, withPadding ? 1 : SEMIBLOCK);
      return key.encrypt(scheme(), in, offset, length);
    }
    byte[] padded = new byte[length + padding.length(length)];
    requireLength(padded.length, 16, SEMIBLOCK);
    try {
      System.arraycopy(in, offset, padded, 0, length);
      byte[] tail = padding.of(length);
      System.arraycopy(tail, 0, padded, length, tail.length);
      return key.encrypt(scheme(), padded, 0, padded.length);
    } finally {
      Arrays.fill(padded, (byte) 0);
    }
  }

  private byte[] decrypt(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException {
    requireLength(length, withPadding ? 16 : 24, SEMIBLOCK);
    byte[] plain;
    try {
      plain = key.decrypt(scheme(), in, offset, length);
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.BAD_TAG) {
        // What SunJCE throws.
        throw new IllegalBlockSizeException("The wrapped data is not what this key has wrapped");
      }
      throw e;
    }
    if (padding == null) {
      return plain;
    }
    try {
      // Blocks of 16, as SunJCE has padded to before Java 18: shorter paddings are the same in
      // them.
      return new Pkcs5Padding(2 * SEMIBLOCK).removed(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private void requireLength(int length, int least, int step) throws IllegalBlockSizeException {
    if (length < least || length % step != 0) {
      throw new IllegalBlockSizeException(
          name
              + " takes at least "
              + least
              + (step == 1 ? " byte" : " bytes, in multiples of " + step)
              + ", not "
              + length);
    }
  }

  private CipherScheme scheme() {
    return new CipherScheme.AesKeyWrap(withPadding, icv);
  }

  @Override
  public Optional<CipherScheme> unwrapping() {
    return padding == null ? Optional.of(scheme()) : Optional.empty();
  }
}
