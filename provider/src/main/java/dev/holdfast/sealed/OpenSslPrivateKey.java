// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import dev.holdfast.openssl.EvpPrivateKey;
import dev.holdfast.openssl.OpenSslException;
import dev.holdfast.rsa.Digests;
import dev.holdfast.rsa.RsaPadding;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A private key inside OpenSSL. */
final class OpenSslPrivateKey implements EngineKey {
  private static final Map<KeyType, Integer> TYPES =
      Map.of(
          KeyType.RSA, EvpPrivateKey.RSA,
          KeyType.EC, EvpPrivateKey.EC,
          KeyType.ED, EvpPrivateKey.ED25519);

  private final KeySpec spec;
  private final EvpPrivateKey key;
  private boolean closed;

  /**
   * @param key closed with this
   */
  OpenSslPrivateKey(KeySpec spec, EvpPrivateKey key) {
    this.spec = spec;
    this.key = key;
  }

  /** Whether type and size are the spec's; Ed25519 has but one size. */
  boolean isWhatItsSpecSays() {
    return key.type() == TYPES.get(spec.type())
        && (spec.type() == KeyType.ED || key.bits() == spec.bits());
  }

  @Override
  public boolean serves(Algorithm use) {
    return OpenSslEngine.serves(spec, use);
  }

  @Override
  public synchronized Optional<EngineKey> copy() {
    if (closed) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OpenSslPrivateKey(spec, key.copy()));
    } catch (OpenSslException e) {
      throw new IllegalStateException("Counting a key's users cannot fail", e);
    }
  }

  @Override
  public byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
    requireType(scheme, scheme.keyType());
    try {
      return switch (scheme.kind()) {
        case RSA_PKCS1 ->
            key.rsa(
                EvpPrivateKey.PKCS1_PADDING,
                scheme.digest().isPresent()
                    ? Digests.digestInfo(scheme.digest().get(), input)
                    : input);
        case RSA_PSS -> RsaPadding.signPss(this::raw, modulus(), scheme, input);
        case RSA_RAW -> raw(input);
        case ECDSA -> key.ecdsa(input);
        case EDDSA -> key.eddsa(input);
        default -> EngineKey.super.sign(scheme, input);
      };
    } catch (OpenSslException e) {
      throw refused(scheme, e);
    }
  }

  @Override
  public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireType(scheme, scheme.keyType());
    if (scheme instanceof CipherScheme.RsaOaep oaep) {
      return RsaPadding.decryptOaep(this::raw, modulus(), oaep, in, offset, length);
    }
    if (scheme instanceof CipherScheme.RsaPkcs1) {
      return RsaPadding.decryptPkcs1(this::raw, modulus(), in, offset, length);
    }
    if (scheme instanceof CipherScheme.RsaRaw) {
      return raw(Arrays.copyOfRange(in, offset, offset + length));
    }
    return EngineKey.super.decrypt(scheme, in, offset, length);
  }

  private byte[] raw(byte[] block) throws KeyOperationException {
    try {
      return key.rsa(EvpPrivateKey.NO_PADDING, block);
    } catch (OpenSslException e) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, "The RSA input is not smaller than the modulus");
    }
  }

  /** A number as long as the modulus, which is all that paddings ask of it. */
  private BigInteger modulus() {
    return BigInteger.ONE.shiftLeft(spec.bits() - 1).setBit(0);
  }

  private void requireType(Algorithm use, KeyType needed) throws KeyOperationException {
    if (spec.type() != needed) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, use + " does not go with a " + spec + " key");
    }
  }

  static KeyOperationException refused(Algorithm use, OpenSslException e) {
    return new KeyOperationException(
        Reason.BAD_INPUT, "OpenSSL refuses this input for " + use + ": " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() {
    closed = true;
    key.close();
  }
}
