// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The mechanisms of ciphers: what encrypts and decrypts a message, and what unwraps a key. */
final class CipherMechanisms {
  private static final byte[] STANDARD_ICV = new byte[8];

  private static final Map<BlockMode, Long> BLOCKS = new EnumMap<>(BlockMode.class);

  static {
    Arrays.fill(STANDARD_ICV, (byte) 0xa6);
    BLOCKS.put(BlockMode.AES_ECB, Ckm.CKM_AES_ECB);
    BLOCKS.put(BlockMode.AES_CBC, Ckm.CKM_AES_CBC);
    BLOCKS.put(BlockMode.AES_CTR, Ckm.CKM_AES_CTR);
    BLOCKS.put(BlockMode.DES_EDE_CBC, Ckm.CKM_DES3_CBC);
  }

  private static final byte[] NONE = {};

  private CipherMechanisms() {}

  /** CKM_ of a symmetric cipher; key wrap comes down to single blocks. Empty for RSA. */
  static Optional<Long> type(CipherScheme scheme) {
    if (scheme instanceof CipherScheme.AesGcm) {
      return Optional.of(Ckm.CKM_AES_GCM);
    }
    if (scheme instanceof CipherScheme.AesCcm) {
      return Optional.of(Ckm.CKM_AES_CCM);
    }
    if (scheme instanceof CipherScheme.ChaCha20Poly1305) {
      return Optional.of(Ckm.CKM_CHACHA20_POLY1305);
    }
    if (scheme instanceof CipherScheme.Blocks blocks) {
      return Optional.of(BLOCKS.get(blocks.mode()));
    }
    return scheme instanceof CipherScheme.AesKeyWrap
        ? Optional.of(Ckm.CKM_AES_ECB)
        : Optional.empty();
  }

  /**
   * The mechanism of a symmetric cipher, for one message.
   *
   * @param length bytes of the plaintext, which CCM has to know
   */
  static Mechanism of(CipherScheme scheme, int length) {
    if (scheme instanceof CipherScheme.AesGcm gcm) {
      return Mechanism.aesGcm(gcm.iv(), gcm.aad(), gcm.tagBits());
    }
    if (scheme instanceof CipherScheme.AesCcm ccm) {
      return Mechanism.aesCcm(length, ccm.nonce(), ccm.aad(), ccm.tagBits() / 8);
    }
    if (scheme instanceof CipherScheme.ChaCha20Poly1305 chaCha20) {
      return Mechanism.chaCha20Poly1305(chaCha20.nonce(), chaCha20.aad());
    }
    CipherScheme.Blocks blocks = (CipherScheme.Blocks) scheme;
    long ckm = BLOCKS.get(blocks.mode());
    return switch (blocks.mode()) {
      case AES_ECB -> Mechanism.of(ckm);
      case AES_CTR -> Mechanism.aesCtr(8 * blocks.iv().length, blocks.iv());
      case AES_CBC, DES_EDE_CBC -> Mechanism.withBytes(ckm, blocks.iv());
    };
  }

  /** What is encrypted behind the message that is given. */
  static byte[] tail(CipherScheme scheme) {
    return scheme instanceof CipherScheme.Blocks blocks ? blocks.tail() : NONE;
  }

  /** Bytes of the tag behind the ciphertext. */
  static int tagLength(CipherScheme scheme) {
    if (scheme instanceof CipherScheme.AesGcm gcm) {
      return gcm.tagBits() / 8;
    }
    if (scheme instanceof CipherScheme.AesCcm ccm) {
      return ccm.tagBits() / 8;
    }
    return scheme instanceof CipherScheme.ChaCha20Poly1305 ? 16 : 0;
  }

  /**
   * What C_UnwrapKey takes for a scheme; empty where PKCS#11 has nothing for it, and for
   * RSAES-PKCS1-v1_5: some tokens answer a wrong padding with a key of their own making.
   */
  static Optional<Mechanism> unwrapping(CipherScheme scheme) {
    if (scheme instanceof CipherScheme.AesKeyWrap wrap) {
      if (wrap.padded()) {
        return Optional.of(Mechanism.of(Ckm.CKM_AES_KEY_WRAP_PAD));
      }
      // Without a parameter the token takes the standard's initial value; some take no parameter.
      return Arrays.equals(wrap.icv(), STANDARD_ICV)
          ? Optional.of(Mechanism.of(Ckm.CKM_AES_KEY_WRAP))
          : Optional.empty();
    }
    if (scheme instanceof CipherScheme.AesGcm gcm) {
      return Optional.of(of(gcm, 0));
    }
    if (scheme instanceof CipherScheme.RsaOaep oaep && Mechanisms.hasMgf(oaep.mgfDigest())) {
      return Optional.of(Mechanisms.oaep(oaep));
    }
    return Optional.empty();
  }
}
