// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import dev.holdfast.policy.Operation;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;

/**
 * The private half of an RSA cipher. Public keys are served elsewhere. With a private key,
 * encryption is what signing was before there were {@code Signature}s: some TLS libraries still ask
 * for it that way.
 */
class RsaMode extends BufferedMode {
  /** The padding of RSAES-PKCS1-v1_5 is two bytes, eight random ones and a zero at least. */
  private static final int PKCS1_PADDING = 11;

  private final String name;
  private final boolean padded;

  private OpaqueKey key;
  private boolean encrypting;

  /**
   * @param padded PKCS #1 v1.5, else the raw operation
   */
  RsaMode(String name, boolean padded) {
    this.name = name;
    this.padded = padded;
  }

  final String name() {
    return name;
  }

  @Override
  final OpaqueKey key() {
    return key;
  }

  @Override
  public final int blockSize() {
    return 0;
  }

  /** OAEP's are the only parameters there are. */
  @Override
  public final Class<? extends AlgorithmParameterSpec> parameterClass() {
    return OAEPParameterSpec.class;
  }

  /** Takes the parameters. */
  void set(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (spec != null) {
      throw new InvalidAlgorithmParameterException(name + " takes no parameters");
    }
  }

  /** Refuses what the private key does not do. */
  void requireDirection(boolean encrypt) throws InvalidKeyException {
    // Both do, here.
  }

  CipherScheme decryption() {
    return padded ? new CipherScheme.RsaPkcs1() : new CipherScheme.RsaRaw();
  }

  private SignScheme encryption() {
    return padded ? SignScheme.rsaPkcs1Raw() : SignScheme.rsaRaw();
  }

  @Override
  public final void init(
      OpaqueKey handle, boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    reset();
    requireDirection(encrypt);
    handle.require(name, KeyType.RSA, encrypt ? Operation.SIGN : Operation.DECRYPT);
    set(spec);
    handle.requireOffered(encrypt ? encryption() : decryption());
    encrypting = encrypt;
    key = handle;
  }

  @Override
  public byte[] iv() {
    return null;
  }

  @Override
  public AlgorithmParameters parameters() {
    return null;
  }

  @Override
  final int resultSize(int length) {
    return key == null ? 0 : modulusLength();
  }

  private int modulusLength() {
    return (key.spec().bits() + 7) / 8;
  }

  @Override
  public final void requireReady() {
    if (key == null) {
      throw new IllegalStateException(name + " has no key; initialise it first");
    }
  }

  @Override
  final byte[] compute(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException {
    int most = encrypting && padded ? modulusLength() - PKCS1_PADDING : modulusLength();
    if (length > most) {
      throw new IllegalBlockSizeException("Data must not be longer than " + most + " bytes");
    }
    if (encrypting && padded) {
      return key.sign(encryption(), Arrays.copyOfRange(in, offset, offset + length));
    }
    if (padded && length < modulusLength()) {
      throw new BadPaddingException(
          "The ciphertext has " + length + " bytes, not the key's " + modulusLength());
    }
    byte[] block = new byte[modulusLength()];
    System.arraycopy(in, offset, block, block.length - length, length);
    try {
      if (key instanceof RSAKey rsa && new BigInteger(1, block).compareTo(rsa.getModulus()) >= 0) {
        throw new BadPaddingException("The message is not smaller than the key's modulus");
      }
      return encrypting
          ? key.sign(encryption(), block)
          : key.decrypt(decryption(), block, 0, block.length);
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }

  @Override
  public final Optional<CipherScheme> unwrapping() {
    return padded ? Optional.of(decryption()) : Optional.empty();
  }
}
