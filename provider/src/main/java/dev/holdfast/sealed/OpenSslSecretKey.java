// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.openssl.EvpSecretKey;
import dev.holdfast.openssl.OpenSslException;
import java.util.Map;
import java.util.Optional;

/** An AES or HMAC key that OpenSSL computes with, in locked memory. */
final class OpenSslSecretKey implements EngineKey {
  /** OpenSSL's first IV length for GCM; others would have to be set and set back. */
  private static final int GCM_IV = 12;

  private static final Map<BlockMode, String> MODES =
      Map.of(BlockMode.AES_ECB, "ECB", BlockMode.AES_CBC, "CBC", BlockMode.AES_CTR, "CTR");

  private static final Map<Digest, String> DIGESTS =
      Map.of(
          Digest.SHA_1, "SHA1",
          Digest.SHA_224, "SHA224",
          Digest.SHA_256, "SHA256",
          Digest.SHA_384, "SHA384",
          Digest.SHA_512, "SHA512");

  private final KeySpec spec;
  private final EvpSecretKey key;
  private boolean closed;

  /**
   * @param key closed with this
   */
  OpenSslSecretKey(KeySpec spec, EvpSecretKey key) {
    this.spec = spec;
    this.key = key;
  }

  /** OpenSSL's name of the cipher that computes a scheme; empty where it does not. */
  static Optional<String> cipherOf(KeySpec spec, Algorithm use) {
    if (use instanceof CipherScheme.AesGcm gcm) {
      return gcm.iv().length == GCM_IV && gcm.tagBits() >= 96
          ? Optional.of("AES-" + spec.bits() + "-GCM")
          : Optional.empty();
    }
    return use instanceof CipherScheme.Blocks blocks
        ? Optional.ofNullable(MODES.get(blocks.mode()))
            .map(mode -> "AES-" + spec.bits() + "-" + mode)
        : Optional.empty();
  }

  /** OpenSSL's name of the digest of an HMAC; empty where another engine computes it. */
  static Optional<String> digestOf(MacScheme scheme) {
    return scheme.digest().map(DIGESTS::get);
  }

  @Override
  public boolean serves(Algorithm use) {
    return OpenSslEngine.serves(spec, use);
  }

  @Override
  public synchronized Optional<EngineKey> copy() {
    return closed ? Optional.empty() : Optional.of(new OpenSslSecretKey(spec, key.copy()));
  }

  @Override
  public byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    try {
      if (scheme instanceof CipherScheme.AesGcm gcm) {
        return key.encryptGcm(
            cipher(scheme), gcm.iv(), gcm.aad(), gcm.tagBits() / 8, in, offset, length);
      }
      return blocks(scheme, true, in, offset, length);
    } catch (OpenSslException e) {
      throw OpenSslPrivateKey.refused(scheme, e);
    }
  }

  @Override
  public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    try {
      if (scheme instanceof CipherScheme.AesGcm gcm) {
        int tag = gcm.tagBits() / 8;
        byte[] plain =
            length < tag
                ? null
                : key.decryptGcm(cipher(scheme), gcm.iv(), gcm.aad(), tag, in, offset, length);
        if (plain == null) {
          throw new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
        }
        return plain;
      }
      return blocks(scheme, false, in, offset, length);
    } catch (OpenSslException e) {
      throw OpenSslPrivateKey.refused(scheme, e);
    }
  }

  private byte[] blocks(CipherScheme scheme, boolean encrypting, byte[] in, int offset, int length)
      throws KeyOperationException, OpenSslException {
    String cipher = cipher(scheme);
    CipherScheme.Blocks blocks = (CipherScheme.Blocks) scheme;
    int total = Math.addExact(length, blocks.tail().length);
    if (!blocks.mode().isStream() && total % blocks.mode().blockSize() != 0) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, scheme + " takes whole blocks, not " + total + " bytes");
    }
    return key.blocks(cipher, encrypting, blocks.iv(), in, offset, length, blocks.tail());
  }

  private String cipher(CipherScheme scheme) throws KeyOperationException {
    return cipherOf(spec, scheme)
        .orElseThrow(
            () ->
                new KeyOperationException(
                    Reason.WRONG_KEY, scheme + " does not go with a " + spec + " key"));
  }

  @Override
  public byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    try {
      return key.hmac(
          digestOf(scheme)
              .orElseThrow(
                  () ->
                      new KeyOperationException(
                          Reason.WRONG_KEY, scheme + " does not go with a " + spec + " key")),
          in,
          offset,
          length);
    } catch (OpenSslException e) {
      throw OpenSslPrivateKey.refused(scheme, e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    key.close();
  }
}
