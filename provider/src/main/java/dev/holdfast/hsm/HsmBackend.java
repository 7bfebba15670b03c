// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.backend.Derives;
import dev.holdfast.backend.Encrypts;
import dev.holdfast.backend.Examines;
import dev.holdfast.backend.Imports;
import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.Macs;
import dev.holdfast.backend.Signs;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.backend.Unwraps;
import dev.holdfast.config.HsmSettings;
import dev.holdfast.config.PinReader;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Examined;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.PoolStatus;
import dev.holdfast.pkcs11.TokenInfo;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keys on the token of an HSM, through PKCS #11. They are generated there as sensitive and not
 * extractable, and compute there; what comes back are results and public keys.
 *
 * <p>Made without I/O: module and token are opened at the first use, and a use after a failure
 * tries again, but for a PIN the token has refused. Safe for use by several threads.
 */
public final class HsmBackend
    implements KeyBackend, Signs, Encrypts, Macs, Derives, Imports, Unwraps, Inventories, Examines {
  private static final byte[] NO_REFERENCE = new byte[0];

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final TokenOperations operations;
  private final TokenCiphers ciphers;
  private final MessageOperations messages;
  private final KeyMaking making;
  private final KeyDeriving deriving;
  private final KnownAnswers answers;
  private final StoredKeys stored;
  private final TokenCertificates certificates;

  /**
   * @param pin the user PIN, asked for when the token wants a login
   */
  public HsmBackend(HsmSettings settings, PinReader pin) {
    this(settings, pin, Quirks::of);
  }

  HsmBackend(HsmSettings settings, PinReader pin, Function<String, Quirks> quirks) {
    this.connection = new TokenConnection(settings, pin, quirks);
    this.objects = new TokenObjects(connection);
    this.operations = new TokenOperations(connection, objects);
    this.ciphers = new TokenCiphers(connection, objects);
    this.messages = new MessageOperations(connection, objects);
    this.making = new KeyMaking(connection, objects);
    this.deriving = new KeyDeriving(connection, objects, making);
    this.answers =
        new KnownAnswers(
            connection,
            objects,
            operations,
            making,
            new KnownQuestions(connection, objects, operations, ciphers, deriving, making));
    this.stored = new StoredKeys(connection);
    this.certificates = new TokenCertificates(connection);
  }

  @Override
  public String name() {
    return connection.name();
  }

  @Override
  public String describe() throws KeyOperationException {
    TokenInfo token = connection.token().info();
    PoolStatus pool = connection.status();
    return "token "
        + token.label()
        + " ("
        + token.manufacturer()
        + " "
        + token.model()
        + ", serial "
        + token.serial()
        + ", library "
        + connection.libraryVersion()
        + "), sessions "
        + pool.inUse()
        + " in use of "
        + pool.max();
  }

  @Override
  public boolean supports(Algorithm algorithm) throws KeyOperationException {
    return connection.capabilities().supports(algorithm);
  }

  @Override
  public boolean keepsMaterialInRecord() {
    return false;
  }

  @Override
  public KeyHandle createSession(KeySpec spec, Set<KeyUsage> usages) throws KeyOperationException {
    return making.generate(spec, usages, making.sessionPlace());
  }

  @Override
  public StoredKey create(KeySpec spec, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException {
    return new StoredKey(making.generate(spec, usages, place(context)), NO_REFERENCE);
  }

  @Override
  public StoredKey keep(KeyHandle sessionKey, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException {
    return new StoredKey(making.keep(own(sessionKey), usages, place(context)), NO_REFERENCE);
  }

  @Override
  public KeyHandle importSession(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    return making.take(spec, usages, material, publicKey);
  }

  @Override
  public Optional<KeyHandle> unwrapSession(
      KeyHandle key, CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException {
    return making.unwrap(own(key), scheme, wrapped, kind).map(KeyHandle.class::cast);
  }

  private static Templates.Place place(KeyContext context) {
    return new Templates.Place(true, context.materialId(), context.label());
  }

  @Override
  public KeyHandle open(
      KeySpec spec, Optional<PublicKey> publicKey, byte[] reference, KeyContext context) {
    return new TokenKey(connection, spec, publicKey, spec.type().usages(), place(context));
  }

  @Override
  public boolean exists(KeyHandle handle) throws KeyOperationException {
    return objects.isComplete(own(handle));
  }

  @Override
  public void destroy(KeyHandle handle) throws KeyOperationException {
    objects.destroy(own(handle));
  }

  @Override
  public byte[] sign(KeyHandle key, SignScheme scheme, byte[] input) throws KeyOperationException {
    return answers.sign(own(key), scheme, input);
  }

  @Override
  public boolean wantsMessage(SignScheme scheme) throws KeyOperationException {
    return connection.capabilities().wantsMessage(scheme);
  }

  @Override
  public byte[] signMessage(KeyHandle key, SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return answers.signMessage(own(key), scheme, in, offset, length);
  }

  @Override
  public byte[] encrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (scheme instanceof CipherScheme.Derived derived) {
      return messages.encrypt(own(key), derived, in, offset, length);
    }
    answers.beforeCipher(own(key), scheme);
    return ciphers.encrypt(own(key), scheme, in, offset, length);
  }

  @Override
  public byte[] decrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (scheme instanceof CipherScheme.Derived derived) {
      return messages.decrypt(own(key), derived, in, offset, length);
    }
    answers.beforeCipher(own(key), scheme);
    return ciphers.decrypt(own(key), scheme, in, offset, length);
  }

  @Override
  public byte[] mac(KeyHandle key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    answers.beforeMac(own(key), scheme);
    return operations.mac(own(key), scheme, in, offset, length);
  }

  @Override
  public byte[] derive(KeyHandle key, DerivationScheme scheme) throws KeyOperationException {
    answers.beforeDerivation(own(key), scheme);
    return deriving.derive(own(key), scheme);
  }

  @Override
  public KeyHandle deriveKey(
      KeyHandle key, DerivationScheme scheme, int offset, KeySpec spec, Set<KeyUsage> usages)
      throws KeyOperationException {
    answers.beforeDerivation(own(key), scheme);
    return deriving.deriveKey(own(key), scheme, offset, spec, usages);
  }

  @Override
  public boolean isReadOnly() throws KeyOperationException {
    return connection.isReadOnly();
  }

  @Override
  public List<StoredObject> keys() throws KeyOperationException {
    return stored.keys();
  }

  @Override
  public Map<Algorithm, Examined> examine(KeySpec spec, List<Algorithm> ways)
      throws KeyOperationException {
    return answers.examine(spec, ways);
  }

  @Override
  public List<UnusableObject> unusable() throws KeyOperationException {
    List<UnusableObject> objects = new ArrayList<>(stored.unusable());
    objects.addAll(certificates.unreadable());
    return objects;
  }

  @Override
  public List<StoredCertificate> certificates() throws KeyOperationException {
    return certificates.all();
  }

  @Override
  public Optional<StoredObject> key(String objectId) throws KeyOperationException {
    return stored.key(HexFormat.of().parseHex(objectId));
  }

  @Override
  public void relabel(KeyHandle key, String label) throws KeyOperationException {
    objects.relabel(own(key), label);
  }

  @Override
  public void putChain(KeyHandle key, String label, List<X509Certificate> chain)
      throws KeyOperationException {
    certificates.putChain(own(key), label, chain);
  }

  @Override
  public void putCertificate(String label, X509Certificate certificate)
      throws KeyOperationException {
    certificates.put(label, certificate);
  }

  @Override
  public void removeCertificate(StoredCertificate certificate) throws KeyOperationException {
    certificates.remove(certificate);
  }

  private TokenKey own(KeyHandle handle) throws KeyOperationException {
    if (handle instanceof TokenKey key && key.isOf(connection)) {
      return key;
    }
    throw new KeyOperationException(
        Reason.WRONG_KEY, "The key is not of the HSM " + connection.name());
  }

  @Override
  public void close() {
    connection.close();
  }
}
