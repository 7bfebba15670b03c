// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Encrypts;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Messages under symmetric keys: made with the current material, opened with the one that made
 * them. The key management service and the JCA's cipher share them.
 */
final class Messages {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** For the audit log: the scheme without a message's parameters. */
  private static final CipherScheme.Derived SCHEME =
      new CipherScheme.Derived(new byte[0], new byte[0]);

  private final Gate gate;

  Messages(Gate gate) {
    this.gate = gate;
  }

  /**
   * A message made or opened.
   *
   * @param bytes the ciphertext, or the plaintext; whoever asked for a plaintext wipes it
   * @param material the name of the material that did it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Message(byte[] bytes, byte[] material) {}

  Message seal(
      ManagedKey key, Operation operation, byte[] in, int offset, int length, byte[] context)
      throws KeyOperationException {
    byte[] nonce = new byte[CipherScheme.Derived.NONCE];
    RANDOM.nextBytes(nonce);
    return gate.pass(
        key,
        operation,
        SCHEME,
        KeyType.SYMMETRIC_DEFAULT,
        standing -> {
          requireRecord(key);
          Standing.Backing current = standing.current();
          boolean derived = standing.backend().supports(SCHEME);
          if (!derived) {
            // A token that derives no keys: its key encrypts by random nonces, up to a number.
            key.vault().countRandomNonce(key);
          }
          byte[] header =
              CiphertextBlob.header(derived, key.id().value(), current.material(), nonce);
          CipherScheme scheme = CiphertextBlob.scheme(derived, header, nonce, context);
          byte[] body =
              Gate.capability(standing, Encrypts.class, scheme)
                  .encrypt(current.handle(), scheme, in, offset, length);
          return new Message(CiphertextBlob.associated(header, body), current.material());
        });
  }

  /**
   * Opens a message.
   *
   * @throws KeyOperationException with reason BAD_TAG if the key did not make it, or not with this
   *     context
   */
  Message open(ManagedKey key, Operation operation, CiphertextBlob blob, byte[] context)
      throws KeyOperationException {
    CipherScheme scheme =
        CiphertextBlob.scheme(blob.derived(), blob.header(), blob.nonce(), context);
    gate.check(key, operation);
    if (key.standing.backing(blob.material()).isEmpty()) {
      // Another process may have rotated the key a moment ago.
      gate.refresh(key);
    }
    return gate.pass(
        key,
        operation,
        SCHEME,
        KeyType.SYMMETRIC_DEFAULT,
        standing -> {
          Standing.Backing backing =
              standing.backing(blob.material()).orElseThrow(Messages::notAuthentic);
          byte[] plain = open(standing, backing, blob, scheme);
          return new Message(plain, backing.material());
        });
  }

  private static byte[] open(
      Standing standing, Standing.Backing backing, CiphertextBlob blob, CipherScheme scheme)
      throws KeyOperationException {
    try {
      return Gate.capability(standing, Encrypts.class, scheme)
          .decrypt(backing.handle(), scheme, blob.body(), 0, blob.body().length);
    } catch (KeyOperationException e) {
      // Material that does not work in the way the ciphertext says did not make it.
      if (blob.derived() != standing.backend().supports(SCHEME)
          && e.reason() != Reason.UNAVAILABLE) {
        throw notAuthentic();
      }
      throw e;
    }
  }

  /** Opens a message of which nothing is known but that it should be this key's. */
  Message open(
      ManagedKey key, Operation operation, byte[] in, int offset, int length, byte[] context)
      throws KeyOperationException {
    Optional<CiphertextBlob> blob = CiphertextBlob.parse(in, offset, length);
    if (blob.isEmpty() || !blob.get().keyId().equals(key.id().value())) {
      throw notAuthentic();
    }
    return open(key, operation, blob.get(), context);
  }

  private static void requireRecord(ManagedKey key) throws KeyOperationException {
    if (key.isSession()) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          "A ciphertext names the key that opens it, and a session key has no name that lasts:"
              + " store the key in the KeyStore first");
    }
  }

  private static KeyOperationException notAuthentic() {
    return new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
  }
}
