// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.policy.Operation;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;

/**
 * A key as Java programs hold it: it can be used and named, not read.
 *
 * <p>The subclasses implement the interfaces that tell a size or a curve, never {@code
 * RSAPrivateKey} or {@code ECPrivateKey}: the JDK's own services believe that they can read those,
 * and fail with a {@code NullPointerException} instead of leaving the key to us.
 *
 * <p>Safe for use by several threads. Equal to another if it is the same key of the same vault.
 */
abstract sealed class OpaqueKey implements Key, Destroyable
    permits OpaquePrivateKey,
        OpaqueRsaKey,
        OpaqueEcKey,
        OpaqueEdKey,
        OpaqueXecKey,
        OpaqueNamedKey,
        OpaqueSecretKey {
  private static final long serialVersionUID = 1L;

  private static final Cleaner CLEANER = Cleaner.create();

  private final transient ManagedKey managed;

  /** Exactly what the public half, or the certificate, is called: the JDK compares the two. */
  private final String algorithm;

  private transient volatile boolean destroyed;

  /** What the backend was last found to compute with this key; most keys are used in one way. */
  private transient volatile Object offered;

  OpaqueKey(ManagedKey managed, String algorithm) {
    this.managed = managed;
    this.algorithm = algorithm;
    if (managed.isSession()) {
      CLEANER.register(this, new Remains(managed));
    }
  }

  /** What a collected handle leaves to be cleared away. Does not hold the handle. */
  private record Remains(ManagedKey managed) implements Runnable {
    @Override
    public void run() {
      try {
        managed.destroy();
      } catch (KeyOperationException e) {
        System.getLogger("dev.holdfast")
            .log(System.Logger.Level.DEBUG, "Destroying collected key " + managed.id(), e);
      }
    }
  }

  /** The Java face of a key. */
  static OpaqueKey of(ManagedKey key) {
    return of(key, key.publicKey());
  }

  /** The Java face of a key that has certificates, its own first; there may be none. */
  static OpaqueKey of(ManagedKey key, List<X509Certificate> chain) {
    Optional<PublicKey> certified = chain.stream().findFirst().map(X509Certificate::getPublicKey);
    return of(key, certified.or(key::publicKey));
  }

  /**
   * @param named the public half as the key's owner knows it: the name of it becomes the key's,
   *     without which {@code KeyStore.PrivateKeyEntry} refuses the two
   */
  private static OpaqueKey of(ManagedKey key, Optional<PublicKey> named) {
    String type = key.spec().jcaName();
    if (!key.spec().type().isAsymmetric()) {
      return new OpaqueSecretKey(key, type);
    }
    PublicKey half = key.publicKey().orElse(null);
    if (half instanceof RSAPublicKey rsa) {
      return new OpaqueRsaKey(key, type, rsa.getModulus());
    }
    if (half instanceof ECPublicKey ec) {
      return new OpaqueEcKey(key, type, ec.getParams());
    }
    return switch (key.spec().type()) {
      case ED -> new OpaqueEdKey(key, type);
      case XDH -> new OpaqueXecKey(key, type);
      case ML_DSA, ML_KEM, SLH_DSA ->
          new OpaqueNamedKey(key, named.map(Key::getAlgorithm).orElse(type));
      default -> new OpaquePrivateKey(key, type);
    };
  }

  /** The parameter set as the JDK writes it, for keys that have one. */
  final NamedParameterSpec parameterSet() {
    return new NamedParameterSpec(spec().parameterSet().orElseThrow().jcaName());
  }

  final ManagedKey managed() {
    return managed;
  }

  final KeySpec spec() {
    return managed.spec();
  }

  final Vault vault() {
    return managed.vault();
  }

  /** Fails early, where a key is given to an engine, if it cannot be used that way. */
  final void require(String algorithm, KeyType type, Operation operation)
      throws InvalidKeyException {
    require(algorithm, type::equals, type, operation);
  }

  /**
   * As {@link #require(String, KeyType, Operation)}, where keys of more than one type will do.
   *
   * @param type the type to name in a refusal
   */
  final void require(String algorithm, Predicate<KeyType> types, KeyType type, Operation operation)
      throws InvalidKeyException {
    if (!types.test(spec().type())) {
      throw new InvalidKeyException(
          algorithm + " needs an " + type + " key; key " + managed.id() + " is " + spec());
    }
    try {
      requireNotDestroyed();
      managed.check(operation);
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    }
  }

  /**
   * Fails early, where a key is given to an engine, if its backend does not compute that way.
   *
   * <p>A yes is remembered by what the algorithm is called, without a message's parameters: asking
   * for each message costs more than a short message. Should the backend change its mind, the use
   * itself says so.
   */
  final void requireOffered(Algorithm algorithm, Object kind) throws InvalidKeyException {
    if (kind.equals(offered)) {
      return;
    }
    requireOffered(algorithm);
    offered = kind;
  }

  /** As {@link #requireOffered(Algorithm, Object)}, and asks every time. */
  final void requireOffered(Algorithm algorithm) throws InvalidKeyException {
    try {
      managed.requireOffered(algorithm);
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    }
  }

  final byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
    return use(() -> managed.sign(scheme, input));
  }

  final byte[] signMessage(SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return use(() -> managed.signMessage(scheme, in, offset, length));
  }

  final byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return use(() -> managed.encrypt(scheme, in, offset, length));
  }

  final byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return use(() -> managed.decrypt(scheme, in, offset, length));
  }

  final byte[] encryptMessage(byte[] in, int offset, int length, byte[] context)
      throws KeyOperationException {
    return use(() -> managed.encryptMessage(in, offset, length, context));
  }

  final byte[] decryptMessage(byte[] in, int offset, int length, byte[] context)
      throws KeyOperationException {
    return use(() -> managed.decryptMessage(in, offset, length, context));
  }

  final byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return use(() -> managed.mac(scheme, in, offset, length));
  }

  final byte[] derive(DerivationScheme scheme) throws KeyOperationException {
    return use(() -> managed.derive(scheme));
  }

  final ManagedKey deriveKey(DerivationScheme scheme, int offset, KeySpec spec)
      throws KeyOperationException {
    return use(() -> managed.deriveKey(scheme, offset, spec));
  }

  final OpaqueKey unwrap(CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException {
    return of(use(() -> managed.unwrap(scheme, wrapped, kind)));
  }

  /** Counts a random nonce before it is used; refuses it to a key that has had too many. */
  final void countRandomNonce() throws InvalidKeyException {
    try {
      managed.countRandomNonce();
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    }
  }

  private interface Use<T> {
    T compute() throws KeyOperationException;
  }

  private <T> T use(Use<T> use) throws KeyOperationException {
    try {
      requireNotDestroyed();
      return use.compute();
    } finally {
      // The cleaner must not end a session key while its last use is still computing.
      Reference.reachabilityFence(this);
    }
  }

  private void requireNotDestroyed() throws KeyOperationException {
    if (destroyed) {
      throw new KeyOperationException(
          Reason.INVALID_STATE, "Key " + managed.id() + ": this key object was destroyed");
    }
  }

  @Override
  public final String getAlgorithm() {
    return algorithm;
  }

  /** Null: there is no encoding. */
  @Override
  public final String getFormat() {
    return null;
  }

  /** Null: the key cannot be read. */
  @Override
  public final byte[] getEncoded() {
    return null;
  }

  /** Ends a session key and its material; of a stored key, only this object stops working. */
  @Override
  public final void destroy() throws DestroyFailedException {
    destroyed = true;
    try {
      managed.destroy();
    } catch (KeyOperationException e) {
      DestroyFailedException failure = new DestroyFailedException(e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public final boolean isDestroyed() {
    return destroyed;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("A Holdfast key does not leave its process");
  }

  private void readObject(ObjectInputStream in) throws NotSerializableException {
    throw new NotSerializableException("A Holdfast key does not leave its process");
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof OpaqueKey that && managed.equals(that.managed);
  }

  @Override
  public final int hashCode() {
    return managed.hashCode();
  }

  @Override
  public final String toString() {
    return "Holdfast key " + managed.id();
  }
}
