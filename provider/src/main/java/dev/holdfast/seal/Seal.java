// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.seal;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (SP 800-38D) over secrets in locked memory.
 *
 * <p>A sealed secret is one byte of format version (1), a random nonce of 12 bytes, the ciphertext
 * and its tag of 16 bytes. Every sealing key seals few secrets, far from the 2^32 messages that a
 * random nonce is good for. Safe for use by several threads.
 */
public final class Seal {
  /** The length in bytes of a sealing key. */
  public static final int KEY_LENGTH = 32;

  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Seal() {}

  /** A fresh random secret, such as a sealing key. */
  public static SecretMemory randomSecret(int length) {
    byte[] bytes = new byte[length];
    try {
      RANDOM.nextBytes(bytes);
      return SecretMemory.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Seals a secret.
   *
   * @param context what the secret is, bound to it: it opens under the same bytes only
   */
  public static byte[] seal(SecretMemory key, SecretMemory secret, byte[] context) {
    byte[] plain = secret.toByteArray();
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] sealed = new byte[1 + NONCE + plain.length + TAG];
    sealed[0] = VERSION;
    System.arraycopy(nonce, 0, sealed, 1, NONCE);
    try (HeapKey heapKey = HeapKey.copyOf(key, "AES")) {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, heapKey, nonce, context);
      cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every JDK has AES/GCM/NoPadding", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @param what what is being opened, for the message
   * @throws KeyOperationException with reason TAMPERED if it was not sealed with this key and
   *     context
   */
  public static SecretMemory open(SecretMemory key, byte[] sealed, byte[] context, String what)
      throws KeyOperationException {
    if (sealed.length < 1 + NONCE + TAG || sealed[0] != VERSION) {
      throw new KeyOperationException(
          Reason.TAMPERED, what + " is not in a form this version of Holdfast reads");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
    byte[] plain = null;
    try (HeapKey heapKey = HeapKey.copyOf(key, "AES")) {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, heapKey, nonce, context);
      plain = cipher.doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
      return SecretMemory.copyOf(plain);
    } catch (AEADBadTagException e) {
      throw new KeyOperationException(
          Reason.TAMPERED, what + " does not verify: it was changed, or belongs elsewhere", e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every JDK has AES/GCM/NoPadding", e);
    } finally {
      if (plain != null) {
        Arrays.fill(plain, (byte) 0);
      }
    }
  }

  private static Cipher cipher(int mode, HeapKey key, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
