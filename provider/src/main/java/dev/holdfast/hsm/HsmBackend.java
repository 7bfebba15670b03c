// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.backend.Encrypts;
import dev.holdfast.backend.Imports;
import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.Macs;
import dev.holdfast.backend.Signs;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.config.HsmSettings;
import dev.holdfast.config.PinReader;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.PoolStatus;
import dev.holdfast.pkcs11.TokenInfo;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keys on a PKCS#11 token: made there, sensitive and not extractable, and used there.
 *
 * <p>Module and token are opened at the first use. Safe for use by several threads, which share a
 * pool of sessions.
 */
public final class HsmBackend implements KeyBackend, Signs, Encrypts, Macs, Imports, Inventories {
  private static final byte[] NO_REFERENCE = {};
  private static final int ID_LENGTH = 16;

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final TokenCertificates certificates;
  private final KeyMaker maker;
  private final Operations operations;
  private final SessionKeys sessionKeys;
  private final SecureRandom random = new SecureRandom();

  /**
   * Does no I/O.
   *
   * @param pin asked at each login; never again after the token has refused it
   */
  public HsmBackend(HsmSettings settings, PinReader pin) {
    connection = new TokenConnection(settings, pin);
    objects = new TokenObjects(connection);
    certificates = new TokenCertificates(connection);
    maker = new KeyMaker(connection, objects);
    operations = new Operations(connection, objects);
    sessionKeys = new SessionKeys(objects);
  }

  @Override
  public String name() {
    return connection.name();
  }

  @Override
  public String describe() throws KeyOperationException {
    TokenInfo token = connection.token().info();
    PoolStatus pool = connection.status();
    return String.format(
        "token \"%s\", %s %s, serial %s, library %s %s, sessions %d in use, %d idle, %d at most",
        token.label(),
        token.manufacturer(),
        token.model(),
        token.serial(),
        connection.library(),
        connection.libraryVersion(),
        pool.inUse(),
        pool.idle(),
        pool.max());
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
    sessionKeys.destroyCollected();
    return sessionKeys.follow(maker.generate(spec, usages, sessionPlace()));
  }

  @Override
  public StoredKey create(KeySpec spec, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException {
    return new StoredKey(maker.generate(spec, usages, place(context)), NO_REFERENCE);
  }

  @Override
  public StoredKey keep(KeyHandle sessionKey, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException {
    return new StoredKey(maker.keep(own(sessionKey), usages, place(context)), NO_REFERENCE);
  }

  @Override
  public KeyHandle importSession(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    sessionKeys.destroyCollected();
    TokenKey key =
        new KeyImport(connection, objects, maker, operations)
            .run(spec, usages, material, publicKey, sessionPlace());
    return sessionKeys.follow(key);
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
    return operations.sign(own(key), scheme, input);
  }

  @Override
  public byte[] encrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return operations.encrypt(own(key), scheme, in, offset, length);
  }

  @Override
  public byte[] decrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return operations.decrypt(own(key), scheme, in, offset, length);
  }

  @Override
  public byte[] mac(KeyHandle key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return operations.mac(own(key), scheme, in, offset, length);
  }

  @Override
  public List<StoredObject> keys() throws KeyOperationException {
    return objects.keys();
  }

  @Override
  public List<StoredCertificate> certificates() throws KeyOperationException {
    return certificates.all();
  }

  @Override
  public Optional<StoredObject> key(String objectId) throws KeyOperationException {
    return objects.key(HexFormat.of().parseHex(objectId));
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

  /** Session objects go with their session, everything else stays on the token. */
  @Override
  public void close() {
    connection.close();
  }

  /** The pool's numbers, for tests. */
  PoolStatus status() throws KeyOperationException {
    return connection.status();
  }

  private static Templates.Place place(KeyContext context) {
    return new Templates.Place(true, context.materialId(), context.label());
  }

  /** A session object has a CKA_ID too: so it is found again when a login has voided its handle. */
  private Templates.Place sessionPlace() {
    byte[] id = new byte[ID_LENGTH];
    random.nextBytes(id);
    return new Templates.Place(false, id, "");
  }

  private TokenKey own(KeyHandle handle) throws KeyOperationException {
    if (handle instanceof TokenKey key && key.isOf(connection)) {
      return key;
    }
    throw new KeyOperationException(
        Reason.WRONG_KEY, "The key is not of the HSM " + connection.name());
  }
}
