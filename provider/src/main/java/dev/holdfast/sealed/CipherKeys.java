// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.rsa.RsaPadding;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** Encrypting and decrypting with a provider's keys, one row for each kind of scheme. */
final class CipherKeys {
  private static final String GCM = "AES/GCM/NoPadding";

  /** The length in bytes of the IVs that nearly everybody uses. */
  private static final int GCM_IV = 12;

  private static final Map<Class<? extends CipherScheme>, Row<?>> ROWS =
      Map.of(
          CipherScheme.AesGcm.class,
          new Row<>(
              JcaName.cipher(GCM),
              CipherScheme.AesGcm.class,
              // The providers want the full tag lengths of SP 800-38D.
              scheme -> scheme.tagBits() >= 96,
              CipherKeys::gcm),
          CipherScheme.RsaOaep.class,
          new Row<>(
              JcaName.cipher(RawRsaKeys.TRANSFORMATION),
              CipherScheme.RsaOaep.class,
              scheme -> true,
              CipherKeys::oaep));

  /**
   * @param name the algorithm of the JCA that computes
   * @param takes which parameters it takes
   * @param way how it is used
   */
  private record Row<S extends CipherScheme>(
      JcaName name, Class<S> type, Predicate<S> takes, Way<S> way) {
    boolean serves(CipherScheme scheme) {
      return takes.test(type.cast(scheme));
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
    return ROWS.values().stream().<JcaName>map(Row::name).sorted(JcaName.BY_NAME).toList();
  }

  static Optional<JcaName> wayOf(CipherScheme scheme) {
    return Optional.<Row<?>>ofNullable(ROWS.get(scheme.getClass()))
        .filter(row -> row.serves(scheme))
        .map(Row::name);
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
    cipher.updateAAD(gcm.aad());
    return cipher.doFinal(in, offset, length);
  }

  private static byte[] oaep(
      ProviderKey key, int mode, CipherScheme.RsaOaep oaep, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (mode != Cipher.DECRYPT_MODE) {
      throw new KeyOperationException(Reason.WRONG_KEY, oaep + " encrypts with a public key");
    }
    return RsaPadding.decryptOaep(
        RawRsaKeys.of(key), ((RSAKey) key.key()).getModulus(), oaep, in, offset, length);
  }
}
