// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.rsa.RsaPadding;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** Encrypting and decrypting with a provider's keys, one row for each kind of scheme. */
final class CipherKeys {
  private static final String GCM = "AES/GCM/NoPadding";
  private static final String CCM = "AES/CCM/NoPadding";
  private static final String CHACHA20 = "ChaCha20-Poly1305";
  private static final String KW = "AES/KW/NoPadding";
  private static final String KWP = "AES/KWP/NoPadding";
  private static final String RAW_RSA = RawRsaKeys.TRANSFORMATION;

  /** Two semiblocks. */
  private static final int SHORTEST_WRAP = 16;

  /** The length in bytes of the IVs that nearly everybody uses. */
  private static final int GCM_IV = 12;

  private static final Map<BlockMode, JcaName> BLOCKS = new EnumMap<>(BlockMode.class);

  private static final Map<Class<? extends CipherScheme>, Row<?>> ROWS = new HashMap<>();

  static {
    for (BlockMode mode : BlockMode.values()) {
      BLOCKS.put(mode, JcaName.cipher(mode.transformation()));
    }
    // The providers want the full tag lengths of SP 800-38D.
    add(CipherScheme.AesGcm.class, scheme -> scheme.tagBits() >= 96, GCM, CipherKeys::gcm);
    add(CipherScheme.AesCcm.class, scheme -> true, CCM, CipherKeys::ccm);
    add(CipherScheme.ChaCha20Poly1305.class, scheme -> true, CHACHA20, CipherKeys::chaCha20);
    add(CipherScheme.RsaOaep.class, scheme -> true, RAW_RSA, CipherKeys::oaep);
    add(CipherScheme.RsaPkcs1.class, scheme -> true, RAW_RSA, CipherKeys::pkcs1);
    add(CipherScheme.RsaRaw.class, scheme -> true, RAW_RSA, CipherKeys::rawRsa);
    ROWS.put(
        CipherScheme.Blocks.class,
        new Row<>(
            CipherScheme.Blocks.class,
            List.copyOf(BLOCKS.values()),
            scheme -> true,
            scheme -> BLOCKS.get(scheme.mode()),
            CipherKeys::blocks));
    ROWS.put(
        CipherScheme.AesKeyWrap.class,
        new Row<>(
            CipherScheme.AesKeyWrap.class,
            List.of(JcaName.cipher(KW), JcaName.cipher(KWP)),
            scheme -> true,
            scheme -> JcaName.cipher(keyWrap(scheme)),
            CipherKeys::keyWrap));
  }

  private static <S extends CipherScheme> void add(
      Class<S> type, Predicate<S> takes, String transformation, Way<S> way) {
    JcaName name = JcaName.cipher(transformation);
    ROWS.put(type, new Row<>(type, List.of(name), takes, scheme -> name, way));
  }

  /**
   * @param all every algorithm of the JCA that it comes down to
   * @param takes which parameters it takes
   * @param computing the one that computes a scheme
   * @param way how it is used
   */
  private record Row<S extends CipherScheme>(
      Class<S> type,
      List<JcaName> all,
      Predicate<S> takes,
      Function<S, JcaName> computing,
      Way<S> way) {
    Optional<JcaName> name(CipherScheme scheme) {
      S own = type.cast(scheme);
      return takes.test(own) ? Optional.of(computing.apply(own)) : Optional.empty();
    }

    byte[] apply(ProviderKey key, int mode, CipherScheme scheme, byte[] in, int offset, int length)
        throws GeneralSecurityException, KeyOperationException {
      return way.apply(key, mode, type.cast(scheme), in, offset, length);
    }
  }

  private interface Way<S extends CipherScheme> {
    /**
     * @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE}
     */
    byte[] apply(ProviderKey key, int mode, S scheme, byte[] in, int offset, int length)
        throws GeneralSecurityException, KeyOperationException;
  }

  private CipherKeys() {}

  /** Every algorithm of the JCA that a row comes down to. */
  static List<JcaName> ways() {
    return ROWS.values().stream()
        .flatMap(row -> row.all().stream())
        .distinct()
        .sorted(JcaName.BY_NAME)
        .toList();
  }

  static Optional<JcaName> wayOf(CipherScheme scheme) {
    return Optional.<Row<?>>ofNullable(ROWS.get(scheme.getClass()))
        .flatMap(row -> row.name(scheme));
  }

  static byte[] encrypt(ProviderKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws GeneralSecurityException, KeyOperationException {
    return apply(key, Cipher.ENCRYPT_MODE, scheme, in, offset, length);
  }

  static byte[] decrypt(ProviderKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws GeneralSecurityException, KeyOperationException {
    return apply(key, Cipher.DECRYPT_MODE, scheme, in, offset, length);
  }

  private static byte[] apply(
      ProviderKey key, int mode, CipherScheme scheme, byte[] in, int offset, int length)
      throws GeneralSecurityException, KeyOperationException {
    if (scheme.keyType() != key.spec().type()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, scheme + " does not go with a " + key.spec() + " key");
    }
    try {
      return ROWS.get(scheme.getClass()).apply(key, mode, scheme, in, offset, length);
    } catch (AEADBadTagException e) {
      throw new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
    } catch (BadPaddingException e) {
      throw new KeyOperationException(Reason.BAD_PADDING, "The padding is wrong");
    }
  }

  private static byte[] gcm(
      ProviderKey key, int mode, CipherScheme.AesGcm gcm, byte[] in, int offset, int length)
      throws GeneralSecurityException {
    GCMParameterSpec parameters = new GCMParameterSpec(gcm.tagBits(), gcm.iv());
    // The Corretto provider 2.5.0 takes an IV of another length than its last one wrongly.
    Cipher cipher =
        gcm.iv().length == GCM_IV
            ? key.cipher(GCM, mode, parameters)
            : key.freshCipher(GCM, mode, parameters);
    if (gcm.aad().length > 0) {
      cipher.updateAAD(gcm.aad());
    }
    if (mode == Cipher.DECRYPT_MODE) {
      return cipher.doFinal(in, offset, length);
    }
    // Into an array of the right size: providers that choose one themselves copy out of it.
    byte[] out = new byte[Math.addExact(length, gcm.tagBits() / 8)];
    int written = cipher.doFinal(in, offset, length, out, 0);
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  private static byte[] ccm(
      ProviderKey key, int mode, CipherScheme.AesCcm ccm, byte[] in, int offset, int length)
      throws GeneralSecurityException {
    Cipher cipher = key.cipher(CCM, mode, new GCMParameterSpec(ccm.tagBits(), ccm.nonce()));
    cipher.updateAAD(ccm.aad());
    return cipher.doFinal(in, offset, length);
  }

  private static byte[] chaCha20(
      ProviderKey key,
      int mode,
      CipherScheme.ChaCha20Poly1305 chaCha20,
      byte[] in,
      int offset,
      int length)
      throws GeneralSecurityException {
    Cipher cipher = key.cipher(CHACHA20, mode, new IvParameterSpec(chaCha20.nonce()));
    cipher.updateAAD(chaCha20.aad());
    return cipher.doFinal(in, offset, length);
  }

  private static byte[] blocks(
      ProviderKey key, int mode, CipherScheme.Blocks blocks, byte[] in, int offset, int length)
      throws GeneralSecurityException {
    IvParameterSpec iv = blocks.iv().length == 0 ? null : new IvParameterSpec(blocks.iv());
    Cipher cipher = key.cipher(blocks.mode().transformation(), mode, iv);
    byte[] tail = blocks.tail();
    if (tail.length == 0) {
      return cipher.doFinal(in, offset, length);
    }
    byte[] out = new byte[Math.addExact(length, tail.length)];
    int written = cipher.update(in, offset, length, out, 0);
    written += cipher.doFinal(tail, 0, tail.length, out, written);
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  private static String keyWrap(CipherScheme.AesKeyWrap scheme) {
    return scheme.padded() ? KWP : KW;
  }

  private static byte[] keyWrap(
      ProviderKey key, int mode, CipherScheme.AesKeyWrap wrap, byte[] in, int offset, int length)
      throws GeneralSecurityException, KeyOperationException {
    Cipher cipher = key.cipher(keyWrap(wrap), mode, new IvParameterSpec(wrap.icv()));
    if (mode == Cipher.ENCRYPT_MODE) {
      return cipher.doFinal(in, offset, length);
    }
    try {
      // SunJCE meets less than a block with an exception that is none of the JCA's.
      if (length >= SHORTEST_WRAP) {
        return cipher.doFinal(in, offset, length);
      }
    } catch (IllegalBlockSizeException e) {
      // What is no multiple of 8 and what does not verify are told alike.
    }
    throw new KeyOperationException(Reason.BAD_TAG, "The wrapped data is not authentic");
  }

  private static byte[] oaep(
      ProviderKey key, int mode, CipherScheme.RsaOaep oaep, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireDecryption(mode, oaep);
    return RsaPadding.decryptOaep(
        RawRsaKeys.of(key), ((RSAKey) key.key()).getModulus(), oaep, in, offset, length);
  }

  private static byte[] pkcs1(
      ProviderKey key, int mode, CipherScheme.RsaPkcs1 pkcs1, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireDecryption(mode, pkcs1);
    return RsaPadding.decryptPkcs1(
        RawRsaKeys.of(key), ((RSAKey) key.key()).getModulus(), in, offset, length);
  }

  private static byte[] rawRsa(
      ProviderKey key, int mode, CipherScheme.RsaRaw raw, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireDecryption(mode, raw);
    return RawRsaKeys.of(key).apply(Arrays.copyOfRange(in, offset, offset + length));
  }

  private static void requireDecryption(int mode, CipherScheme scheme)
      throws KeyOperationException {
    if (mode != Cipher.DECRYPT_MODE) {
      throw new KeyOperationException(Reason.WRONG_KEY, scheme + " encrypts with a public key");
    }
  }
}
