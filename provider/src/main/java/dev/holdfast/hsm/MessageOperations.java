// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.util.Arrays;

/**
 * Messages under AWS's symmetric keys: the token derives a key for each message by encrypting its
 * nonce (CKM_AES_ECB_ENCRYPT_DATA), which then serves this one message and is destroyed. The key it
 * is derived from does nothing else, so what it encrypts is never seen.
 */
final class MessageOperations {
  private final TokenConnection connection;
  private final TokenObjects objects;

  MessageOperations(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  private interface Use {
    int of(Session session, long messageKey, byte[] out) throws Pkcs11Exception;
  }

  byte[] encrypt(TokenKey key, CipherScheme.Derived scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    Mechanism gcm = CipherMechanisms.of(scheme.message(), length);
    byte[] out = new byte[length + CipherScheme.Derived.TAG];
    try {
      return withMessageKey(
          key,
          scheme,
          out,
          (session, messageKey, result) ->
              session.encrypt(gcm, messageKey, in, offset, length, result, 0));
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  byte[] decrypt(TokenKey key, CipherScheme.Derived scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (length < CipherScheme.Derived.TAG) {
      throw new KeyOperationException(Reason.BAD_TAG, "The ciphertext is shorter than its tag");
    }
    Mechanism gcm = CipherMechanisms.of(scheme.message(), length);
    byte[] out = new byte[length - CipherScheme.Derived.TAG];
    try {
      return withMessageKey(
          key,
          scheme,
          out,
          (session, messageKey, result) ->
              session.decrypt(gcm, messageKey, in, offset, length, result, 0));
    } catch (Pkcs11Exception e) {
      if (connection.capabilities().quirks().badTag().contains(e.rv())
          && e.function().equals("C_Decrypt")) {
        throw new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
      }
      throw connection.failure(e, key);
    }
  }

  private byte[] withMessageKey(TokenKey key, CipherScheme.Derived scheme, byte[] out, Use use)
      throws Pkcs11Exception, KeyOperationException {
    Mechanism derivation = Mechanism.aesEcbEncryptData(scheme.nonce());
    int written =
        objects.attempt(
            key,
            (session, backing) -> {
              try (Template template = Templates.messageKey().build()) {
                long messageKey = session.deriveKey(derivation, backing, template);
                try {
                  return use.of(session, messageKey, out);
                } finally {
                  session.destroySessionObject(messageKey);
                }
              }
            });
    return written == out.length ? out : Arrays.copyOf(out, written);
  }
}
