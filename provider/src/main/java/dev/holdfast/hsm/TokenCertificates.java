// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.backend.Inventories.StoredCertificate;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** X.509 certificate objects on a token, in the form in which other programs look for them. */
final class TokenCertificates {
  private final TokenConnection connection;

  TokenCertificates(TokenConnection connection) {
    this.connection = connection;
  }

  /** A certificate and its DER, encoded before the token is asked for anything. */
  private record Encoded(X509Certificate certificate, byte[] der) {
    static Encoded of(X509Certificate certificate) throws KeyOperationException {
      try {
        return new Encoded(certificate, certificate.getEncoded());
      } catch (CertificateEncodingException e) {
        throw new KeyOperationException(
            Reason.BAD_INPUT,
            "The certificate of " + certificate.getSubjectX500Principal() + " has no encoding",
            e);
      }
    }
  }

  /** Every certificate that can be read; others' broken ones are passed over. */
  List<StoredCertificate> all() throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          List<StoredCertificate> result = new ArrayList<>();
          for (long handle : TokenObjects.find(session, x509())) {
            TokenObjects.attributes(session, handle, CKA_ID, CKA_LABEL, CKA_VALUE)
                .flatMap(TokenCertificates::parse)
                .ifPresent(result::add);
          }
          return result;
        });
  }

  private static Template.Builder x509() {
    return Templates.find(Cko.CKO_CERTIFICATE, true).set(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509);
  }

  private static Optional<StoredCertificate> parse(Attributes attributes) {
    try {
      byte[] der = attributes.bytes(CKA_VALUE).orElse(new byte[0]);
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      String id = HexFormat.of().formatHex(attributes.bytes(CKA_ID).orElse(new byte[0]));
      return Optional.of(
          new StoredCertificate(id, attributes.text(CKA_LABEL).orElse(""), certificate));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  /** Writes the new leaf before the old ones go, so that at no moment there is none. */
  void putChain(TokenKey key, String label, List<X509Certificate> chain)
      throws KeyOperationException {
    if (!key.hasId()) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          connection.where(key)
              + " has no CKA_ID, which ties a certificate to its key; give it one with the tool that"
              + " made it");
    }
    List<Encoded> encoded = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      encoded.add(Encoded.of(certificate));
    }
    if (encoded.isEmpty()) {
      return;
    }
    connection.call(
        key,
        (session, epoch) -> {
          for (Encoded issuer : encoded.subList(1, encoded.size())) {
            if (find(session, issuer).length == 0) {
              write(session, subjectKeyId(issuer.certificate), "", issuer);
            }
          }
          replaceLeaf(session, key.id(), label, encoded.get(0));
          return null;
        });
  }

  private static void replaceLeaf(Session session, byte[] id, String label, Encoded leaf)
      throws Pkcs11Exception {
    long[] former = TokenObjects.find(session, x509().set(CKA_ID, id));
    write(session, id, label, leaf);
    for (long handle : former) {
      session.destroyObject(handle);
    }
  }

  void put(String label, X509Certificate certificate) throws KeyOperationException {
    Encoded encoded = Encoded.of(certificate);
    connection.call(
        "certificate " + label,
        (session, epoch) -> {
          write(session, new byte[0], label, encoded);
          return null;
        });
  }

  void remove(StoredCertificate certificate) throws KeyOperationException {
    Encoded encoded = Encoded.of(certificate.certificate());
    byte[] id = HexFormat.of().parseHex(certificate.objectId());
    connection.call(
        "certificate " + certificate.label(),
        (session, epoch) -> {
          for (long handle : find(session, encoded)) {
            Attributes found = session.getAttributes(handle, CKA_ID, CKA_LABEL);
            if (Arrays.equals(found.bytes(CKA_ID).orElse(new byte[0]), id)
                && found.text(CKA_LABEL).orElse("").equals(certificate.label())) {
              session.destroyObject(handle);
              return null;
            }
          }
          return null;
        });
  }

  /** The objects that hold this very certificate, whatever their label. */
  private static long[] find(Session session, Encoded wanted) throws Pkcs11Exception {
    byte[] subject = wanted.certificate.getSubjectX500Principal().getEncoded();
    List<Long> same = new ArrayList<>();
    // Sought by subject, since a search by CKA_VALUE is not allowed on every token.
    for (long handle : TokenObjects.find(session, x509().set(CKA_SUBJECT, subject))) {
      byte[] value = session.getAttributes(handle, CKA_VALUE).bytes(CKA_VALUE).orElse(new byte[0]);
      if (Arrays.equals(value, wanted.der)) {
        same.add(handle);
      }
    }
    return same.stream().mapToLong(Long::longValue).toArray();
  }

  private static void write(Session session, byte[] id, String label, Encoded certificate)
      throws Pkcs11Exception {
    try (Template template =
        Templates.certificate(id, label, certificate.certificate, certificate.der).build()) {
      session.createObject(template);
    }
  }

  /** SHA-1 of the subject's public key bits (RFC 5280 section 4.2.1.2): a name, no protection. */
  private static byte[] subjectKeyId(X509Certificate certificate) {
    byte[] bits =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getPublicKeyData()
            .getOctets();
    try {
      return MessageDigest.getInstance("SHA-1").digest(bits);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every JDK has SHA-1", e);
    }
  }
}
