// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.Inventories.StoredCertificate;
import dev.holdfast.backend.Inventories.StoredObject;
import dev.holdfast.model.KeyOperationException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** What is to be said of a token, with records of its keys or without. */
final class TokenFindings {
  private TokenFindings() {}

  /** Of the token itself, and the key objects that nothing can be done with. */
  static List<Finding> of(String backend, Inventories token) throws KeyOperationException {
    List<Finding> findings = new ArrayList<>();
    if (token.isReadOnly()) {
      findings.add(
          Finding.warning(
              "The token of "
                  + backend
                  + " is read-only: its keys can be used, and none made, changed or deleted",
              "If that is not meant, lift its write protection with the vendor's tool."));
    }
    for (Inventories.UnusableObject object : token.unusable()) {
      findings.add(
          Finding.warning(
              "The token of "
                  + backend
                  + " has a "
                  + object.kind()
                  + " that cannot be used here, as "
                  + object.why()
                  + ": CKA_ID "
                  + object.objectId()
                  + ", label "
                  + object.label(),
              "Leave it to the program that uses it; if there is none, its maker died half-way:"
                  + " remove it with pkcs11-tool --delete-object."));
    }
    return findings;
  }

  /**
   * Of the objects of a token with records: keys that want the PIN for each use, and certificates
   * that are neither a key's nor signed one of the others.
   */
  static List<Finding> objects(
      String backend, List<StoredObject> keys, List<StoredCertificate> certificates) {
    List<Finding> findings = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (StoredObject key : keys) {
      ids.add(key.objectId());
      if (key.pinEachUse()) {
        findings.add(
            Finding.ok(
                "The token of "
                    + backend
                    + " wants its PIN for each use of a key, and gets it each time: CKA_ID "
                    + key.objectId()
                    + ", label "
                    + key.label()));
      }
    }
    Set<X500Principal> issuers = new HashSet<>();
    for (StoredCertificate certificate : certificates) {
      issuers.add(certificate.certificate().getIssuerX500Principal());
    }
    for (StoredCertificate certificate : certificates) {
      X500Principal subject = certificate.certificate().getSubjectX500Principal();
      if (!ids.contains(certificate.objectId()) && !issuers.contains(subject)) {
        findings.add(
            Finding.warning(
                "The token of "
                    + backend
                    + " has a certificate without a key: CKA_ID "
                    + certificate.objectId()
                    + ", "
                    + subject,
                "Nothing here uses it. Leave it to the program that does; if there is none, remove"
                    + " it with pkcs11-tool --delete-object --type cert."));
      }
    }
    return findings;
  }

  /** Of the entries of a token that stands alone. */
  static List<Finding> entries(TokenIndex index, Instant now) {
    List<Finding> findings = new ArrayList<>();
    index
        .keys()
        .forEach(
            (name, key) -> {
              if (key.handle().spec().type().isAsymmetric()) {
                pair(index, name, key, now, findings);
              }
            });
    return findings;
  }

  private static void pair(
      TokenIndex index, String name, StoredObject key, Instant now, List<Finding> findings) {
    if (key.pinEachUse()) {
      findings.add(
          Finding.ok(
              "The key " + name + " wants the token's PIN for each use, and gets it each time."));
    }
    if (key.handle().publicKey().isEmpty()) {
      findings.add(
          Finding.warning(
              "The key " + name + " has no public key on the token",
              "Put its public key or certificate there with the same CKA_ID: what it signs cannot"
                  + " be checked, and RSA paddings that the token lacks cannot be done here."));
    }
    for (StoredCertificate certificate : index.strangersOf(key)) {
      findings.add(
          Finding.warning(
              "The certificate of "
                  + certificate.certificate().getSubjectX500Principal()
                  + ", serial number "
                  + certificate.certificate().getSerialNumber().toString(16)
                  + ", has the CKA_ID of the key "
                  + name
                  + " and another public key",
              "It is not used. Give it the CKA_ID of its own key, or remove it."));
    }
    List<X509Certificate> chain = index.chainOf(key);
    if (!chain.isEmpty() && chain.get(0).getNotAfter().toInstant().isBefore(now)) {
      findings.add(
          Finding.warning(
              "The certificate of the key " + name + " has expired, and there is no newer one",
              "Have a new one issued and put it there with keytool -importcert."));
    }
  }
}
