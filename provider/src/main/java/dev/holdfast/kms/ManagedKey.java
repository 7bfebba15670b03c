// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.policy.Operation;
import java.security.PublicKey;
import java.util.Optional;

/**
 * A key in a vault, stored or of this session. Holds no material; every use goes through the
 * vault's gate, so a key that is disabled while a program holds it stops working there and then.
 *
 * <p>Safe for use by several threads. Equal to another if it is the same key of the same vault.
 */
public final class ManagedKey {
  private final Vault vault;
  private final KeyId id;
  private final KeySpec spec;
  private final Optional<PublicKey> publicKey;
  private final boolean session;

  /** How the directory last said the key stands; replaced whole. */
  volatile Standing standing;

  private volatile Operation usedFor;
  private volatile long usedAt;

  /** The stored key that a session key has become, so that naming it again adds a name only. */
  volatile ManagedKey keptAs;

  /** The count of a stored key's current backing key, when it was last asked for. */
  volatile NonceCounts.Counted counted;

  /** The random nonces of a session key. */
  final NonceCounts.Count nonces = new NonceCounts.Count();

  ManagedKey(
      Vault vault,
      KeyId id,
      KeySpec spec,
      Optional<PublicKey> publicKey,
      boolean session,
      Standing standing) {
    this.vault = vault;
    this.id = id;
    this.spec = spec;
    this.publicKey = publicKey;
    this.session = session;
    this.standing = standing;
  }

  /** Remembers a use, for whoever asks when the last one was. */
  void used(Operation operation, long when) {
    // Mostly nothing has changed, and a write would take the line from every other processor.
    if (usedAt != when || usedFor != operation) {
      usedFor = operation;
      usedAt = when;
    }
  }

  /** The last use in this process. */
  Optional<LastUses.LastUse> lastUse() {
    Operation operation = usedFor;
    return operation == null
        ? Optional.empty()
        : Optional.of(
            new LastUses.LastUse(operation.kmsName(), java.time.Instant.ofEpochMilli(usedAt)));
  }

  public Vault vault() {
    return vault;
  }

  public KeyId id() {
    return id;
  }

  public KeySpec spec() {
    return spec;
  }

  /** The public half of a pair. */
  public Optional<PublicKey> publicKey() {
    return publicKey;
  }

  /** Whether the key has no record and ends with {@link #destroy} or the process. */
  public boolean isSession() {
    return session;
  }

  /**
   * Signs a digest.
   *
   * @param input the digest, or what {@link SignScheme} says instead
   */
  public byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
    return vault.gate().sign(this, scheme, input);
  }

  /**
   * Whether a scheme's digest is computed where the key is: then the whole message is signed by
   * {@link #signMessage}, and a digest is refused. May look at the token, once.
   */
  public boolean wantsMessage(SignScheme scheme) throws KeyOperationException {
    return vault.gate().wantsMessage(this, scheme);
  }

  /** Hashes a message and signs it, for a key that {@linkplain #wantsMessage wants messages}. */
  public byte[] signMessage(SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return vault.gate().signMessage(this, scheme, in, offset, length);
  }

  /** Encrypts one message. */
  public byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return vault.gate().encrypt(this, scheme, in, offset, length);
  }

  /** Decrypts one message; returns nothing that is not authentic. */
  public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return vault.gate().decrypt(this, scheme, in, offset, length);
  }

  /**
   * Encrypts one message of any length as the key management service does, with the key's current
   * material.
   *
   * @param context what the ciphertext is bound to, may be empty
   */
  public byte[] encryptMessage(byte[] in, int offset, int length, byte[] context)
      throws KeyOperationException {
    return new Messages(vault.gate())
        .seal(this, Operation.ENCRYPT, in, offset, length, context)
        .bytes();
  }

  /** Decrypts what {@link #encryptMessage} made, with the material that made it. */
  public byte[] decryptMessage(byte[] in, int offset, int length, byte[] context)
      throws KeyOperationException {
    return new Messages(vault.gate())
        .open(this, Operation.DECRYPT, in, offset, length, context)
        .bytes();
  }

  /** Computes a message authentication code. */
  public byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return vault.gate().mac(this, scheme, in, offset, length);
  }

  /**
   * Gets a secret out of the key, for callers that need its bytes.
   *
   * @return the whole secret; the caller wipes it
   */
  public byte[] derive(DerivationScheme scheme) throws KeyOperationException {
    return vault.gate().derive(this, scheme);
  }

  /**
   * Gets a secret out of the key as a session key, which lies where this key does.
   *
   * @param offset where in the secret the new key begins, in bytes; its spec says where it ends
   */
  public ManagedKey deriveKey(DerivationScheme scheme, int offset, KeySpec spec)
      throws KeyOperationException {
    return vault.gate().deriveKey(this, scheme, offset, spec);
  }

  /**
   * Unwraps a secret key as a session key: inside the key's backend where it can do that and new
   * keys go there, else in memory that is wiped.
   *
   * @param kind what the wrapped key is for, in whatever size
   * @throws KeyOperationException with reason BAD_TAG, BAD_PADDING or BAD_INPUT if the bytes do not
   *     unwrap, WRONG_KEY if what they hold is no such key
   */
  public ManagedKey unwrap(CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException {
    return vault.sessionKeys().unwrap(this, scheme, wrapped, kind);
  }

  /**
   * Counts one more random nonce of 96 bits that the key is to encrypt with. No I/O, but once in
   * many calls.
   *
   * @throws KeyOperationException with reason INVALID_STATE if the key has had all it may have
   */
  public void countRandomNonce() throws KeyOperationException {
    vault.countRandomNonce(this);
  }

  /**
   * Whether using the key that way could work now: its type, usage and state allow it. For failing
   * early; the gate decides again at each use.
   */
  public void check(Operation operation) throws KeyOperationException {
    vault.gate().check(this, operation);
  }

  /**
   * Whether the key's backend computes that way at all.
   *
   * @throws KeyOperationException with reason UNSUPPORTED if it does not
   */
  public void requireOffered(Algorithm algorithm) throws KeyOperationException {
    vault.gate().requireOffered(this, algorithm);
  }

  /**
   * Whether the key's backend computes that way; says nothing of what the key's usage and state
   * allow. May look at the token, once.
   */
  public boolean offers(Algorithm algorithm) throws KeyOperationException {
    return vault.gate().offers(this, algorithm);
  }

  /** Ends a session key: its material is destroyed. A stored key is not touched by this. */
  public void destroy() throws KeyOperationException {
    vault.sessionKeys().destroy(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagedKey that && vault == that.vault && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return spec + " key " + id;
  }
}
