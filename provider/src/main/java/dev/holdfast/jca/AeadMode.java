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
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.IllegalBlockSizeException;

/**
 * Authenticated encryption, with SunJCE's rules on nonces: one encrypts one message, and without
 * one of the caller's a random one does, counted for the key.
 */
abstract class AeadMode extends BufferedMode {
  /** The nonce all modes take, and the one that is made here. */
  static final int NONCE_LENGTH = 12;

  private final String name;
  private final KeyType keyType;
  private final InputBuffer aad = new InputBuffer();

  private OpaqueKey key;
  private boolean encrypting;
  private Nonce nonce;

  /** The nonce has encrypted a message, and a second under it would give the key away. */
  private boolean spent;

  private OpaqueKey lastKey;
  private byte[] lastNonce;

  /** What the parameters say. */
  @SuppressWarnings("ArrayRecordComponent") // compared by their bytes alone
  record Nonce(byte[] bytes, int tagBits) {}

  AeadMode(String name, KeyType keyType) {
    this.name = name;
    this.keyType = keyType;
  }

  /** Reads and checks the caller's parameters. */
  abstract Nonce nonce(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException;

  /** The parameters of a nonce made here, and what a caller reads back. */
  abstract AlgorithmParameterSpec spec(Nonce chosen);

  /** The form of the parameters. */
  abstract AlgorithmParameters emptyParameters() throws GeneralSecurityException;

  abstract CipherScheme scheme(Nonce chosen, byte[] authenticated);

  /** Refuses messages that the mode cannot take. */
  void requireLength(int length, Nonce chosen) throws IllegalBlockSizeException {
    // Most take what Java can hold.
  }

  /** Whether a nonce with which was decrypted is refused to encryption as well. */
  boolean remembersDecryption() {
    return false;
  }

  /** How {@code init} refuses a nonce that the last encryption had. */
  InvalidKeyException reused() throws InvalidAlgorithmParameterException {
    throw new InvalidAlgorithmParameterException(
        "Cannot reuse the IV of the last encryption for " + name);
  }

  @Override
  final OpaqueKey key() {
    return key;
  }

  @Override
  public final void init(
      OpaqueKey handle, boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    reset();
    handle.require(name, keyType, encrypt ? Operation.ENCRYPT : Operation.DECRYPT);
    Nonce chosen = spec == null ? fresh(handle, encrypt, random) : nonce(spec);
    requireOffered(handle, chosen);
    if (encrypt && handle.equals(lastKey) && Arrays.equals(chosen.bytes, lastNonce)) {
      throw reused();
    }
    if (encrypt || remembersDecryption()) {
      lastKey = handle;
      lastNonce = chosen.bytes;
    }
    nonce = chosen;
    encrypting = encrypt;
    spent = false;
    key = handle;
  }

  /** Asked once for a key and the usual nonce; others can be too long for a token. */
  private void requireOffered(OpaqueKey handle, Nonce chosen) throws InvalidKeyException {
    CipherScheme scheme = scheme(chosen, NOTHING);
    if (chosen.bytes.length == NONCE_LENGTH) {
      handle.requireOffered(scheme, name);
    } else {
      handle.requireOffered(scheme);
    }
  }

  private Nonce fresh(OpaqueKey handle, boolean encrypt, SecureRandom random)
      throws InvalidKeyException {
    if (!encrypt) {
      throw new InvalidKeyException("Decryption with " + name + " needs the encryption's IV");
    }
    handle.countRandomNonce();
    byte[] bytes = new byte[NONCE_LENGTH];
    (random == null ? new SecureRandom() : random).nextBytes(bytes);
    return new Nonce(bytes, 128);
  }

  @Override
  public final byte[] iv() {
    return nonce == null ? null : nonce.bytes.clone();
  }

  @Override
  public final AlgorithmParameters parameters() {
    if (nonce == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters = emptyParameters();
      parameters.init(spec(nonce));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The parameters of " + name, e);
    }
  }

  @Override
  final int resultSize(int length) {
    if (nonce == null) {
      return length;
    }
    int tag = nonce.tagBits / 8;
    return encrypting ? Math.addExact(length, tag) : Math.max(0, length - tag);
  }

  @Override
  public final void requireReady() {
    if (key == null) {
      throw new IllegalStateException(name + " has no key; initialise it first");
    }
    if (spent) {
      throw new IllegalStateException(
          name + " encryption needs another IV for each message; initialise again");
    }
  }

  @Override
  public final void updateAad(byte[] in, int offset, int length) {
    if (isBuffering()) {
      throw new IllegalStateException("Additional authenticated data comes before the message");
    }
    keep(aad, in, offset, length);
  }

  @Override
  final byte[] compute(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, AEADBadTagException {
    CipherScheme scheme = scheme(nonce, aad.copy());
    if (encrypting) {
      requireLength(length, nonce);
      return key.encrypt(scheme, in, offset, length);
    }
    int tag = nonce.tagBits / 8;
    if (length < tag) {
      throw new AEADBadTagException("The input is shorter than its tag of " + tag + " bytes");
    }
    return key.decrypt(scheme, in, offset, length);
  }

  @Override
  public final Optional<CipherScheme> unwrapping() {
    return Optional.of(scheme(nonce, aad.copy()));
  }

  @Override
  public final void reset() {
    super.reset();
    aad.clear();
    spent = encrypting;
  }
}
