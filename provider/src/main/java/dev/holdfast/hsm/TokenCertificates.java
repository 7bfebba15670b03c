// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.backend.Inventories.StoredCertificate;
import dev.holdfast.backend.Inventories.UnusableObject;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.Ckc;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** X.509 certificates on a token, as other PKCS#11 programs write and read them. */
final class TokenCertificates {
  private static final long[] ATTRIBUTES = {CKA_ID, CKA_LABEL, CKA_VALUE, CKA_CERTIFICATE_TYPE};

  private final TokenConnection connection;

  TokenCertificates(TokenConnection connection) {
    this.connection = connection;
  }

  List<StoredCertificate> all() throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          List<StoredCertificate> certificates = new ArrayList<>();
          for (long handle : find(session)) {
            read(session, handle).ifPresent(certificates::add);
          }
          return certificates;
        });
  }

  private static long[] find(Session session) throws Pkcs11Exception {
    return TokenObjects.find(session, Templates.find(Cko.CKO_CERTIFICATE, true));
  }

  /** Certificate objects that Java does not read: of another type, empty, or damaged. */
  List<UnusableObject> unreadable() throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          List<UnusableObject> objects = new ArrayList<>();
          for (long handle : find(session)) {
            Optional<Attributes> found = KeyAttributes.read(session, handle, ATTRIBUTES);
            found
                .filter(attributes -> parse(attributes).isEmpty())
                .ifPresent(attributes -> objects.add(unreadable(attributes)));
          }
          return objects;
        });
  }

  private static UnusableObject unreadable(Attributes attributes) {
    boolean x509 =
        attributes.ulong(CKA_CERTIFICATE_TYPE).map(type -> type == Ckc.CKC_X_509).orElse(true);
    boolean empty = attributes.bytes(CKA_VALUE).map(value -> value.length == 0).orElse(true);
    return new UnusableObject(
        "certificate",
        HexFormat.of().formatHex(KeyAttributes.id(attributes)),
        KeyAttributes.label(attributes),
        !x509 ? "it is not of X.509" : empty ? "it has no CKA_VALUE" : "it is malformed");
  }

  static Optional<StoredCertificate> read(Session session, long handle) throws Pkcs11Exception {
    Optional<Attributes> found = KeyAttributes.read(session, handle, ATTRIBUTES);
    return found.flatMap(
        attributes ->
            parse(attributes)
                .map(
                    certificate ->
                        new StoredCertificate(
                            HexFormat.of().formatHex(KeyAttributes.id(attributes)),
                            KeyAttributes.label(attributes),
                            certificate)));
  }

  /** Empty for another program's object that Java does not read. */
  private static Optional<X509Certificate> parse(Attributes attributes) {
    Optional<byte[]> value = attributes.bytes(CKA_VALUE).filter(bytes -> bytes.length > 0);
    try {
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(value.get())));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes a key's chain in place of its old one; issuers that are there stay as they are. One
   * thread at a time: some tokens refuse a certificate that another thread has just written.
   */
  synchronized void putChain(TokenKey key, String label, List<X509Certificate> chain)
      throws KeyOperationException {
    List<StoredCertificate> before = all();
    X509Certificate own = chain.get(0);
    boolean there =
        before.stream()
            .anyMatch(
                old ->
                    old.objectId().equals(key.hexId())
                        && old.label().equals(label)
                        && old.certificate().equals(own));
    if (!there) {
      write(key.id(), label, own, before);
    }
    for (StoredCertificate old : before) {
      boolean same = there && old.label().equals(label) && old.certificate().equals(own);
      if (key.hasId() && old.objectId().equals(key.hexId()) && !same) {
        remove(old);
      }
    }
    for (X509Certificate issuer : chain.subList(1, chain.size())) {
      if (before.stream().noneMatch(old -> old.certificate().equals(issuer))) {
        // Without a label: one that is there only to complete a chain must not look trusted.
        write(keyIdentifier(issuer), "", issuer, before);
      }
    }
  }

  synchronized void put(String label, X509Certificate certificate) throws KeyOperationException {
    write(new byte[0], label, certificate, all());
  }

  private void write(
      byte[] id, String label, X509Certificate certificate, List<StoredCertificate> before)
      throws KeyOperationException {
    if (connection.capabilities().quirks().uniqueCertificates()) {
      for (StoredCertificate old : before) {
        if (old.certificate().equals(certificate)) {
          rename(old, id, label);
          return;
        }
      }
    }
    try (Template template = Templates.certificate(id, label, certificate).build()) {
      connection.call("certificate " + label, (session, epoch) -> session.createObject(template));
    } catch (CertificateEncodingException e) {
      throw new KeyOperationException(Reason.BAD_INPUT, "The certificate has no encoding", e);
    }
  }

  /**
   * For a token that keeps each certificate once: the object that is there gets the new label, if
   * it has none or belongs to the same key. Else somebody would lose a name.
   */
  private void rename(StoredCertificate old, byte[] id, String label) throws KeyOperationException {
    boolean sameKey = id.length > 0 && old.objectId().equals(HexFormat.of().formatHex(id));
    if (!sameKey && !old.label().isEmpty()) {
      throw new KeyOperationException(
          Reason.NOT_ALLOWED,
          connection.where("certificate " + label)
              + ": this token keeps each certificate once, and has this one as "
              + old.label()
              + "; delete that entry first");
    }
    try (Template change = Templates.certificateName(id, label).build()) {
      connection.call(
          "certificate " + label,
          (session, epoch) -> {
            for (long handle : matching(session, old)) {
              session.setAttributes(handle, change);
            }
            return null;
          });
    }
  }

  /** SHA-1 of the subject's public key bits, what CKA_ID of a certificate is by custom. */
  private static byte[] keyIdentifier(X509Certificate certificate) {
    byte[] bits =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getPublicKeyData()
            .getBytes();
    try {
      return MessageDigest.getInstance("SHA-1").digest(bits);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every JDK has SHA-1", e);
    }
  }

  /** Destroys the objects that hold this certificate under this CKA_ID and label. */
  void remove(StoredCertificate certificate) throws KeyOperationException {
    connection.call(
        "certificate " + certificate.label(),
        (session, epoch) -> {
          for (long handle : matching(session, certificate)) {
            session.destroyObject(handle);
          }
          return null;
        });
  }

  private static List<Long> matching(Session session, StoredCertificate certificate)
      throws Pkcs11Exception {
    List<Long> matching = new ArrayList<>();
    for (long handle : find(session)) {
      if (read(session, handle).filter(certificate::equals).isPresent()) {
        matching.add(handle);
      }
    }
    return matching;
  }
}
