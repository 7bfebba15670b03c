// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyUsage;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A backend whose keys and certificates can be found without records: a token, where other programs
 * put objects too.
 */
public interface Inventories {
  /**
   * A key object as it lies on the token.
   *
   * @param objectId its CKA_ID in lower-case hexadecimal, empty where it has none
   * @param label its CKA_LABEL, may be empty and need not be unique
   * @param usages what the token lets it be used for
   * @param pinEachUse whether the token wants the PIN for each use of it
   */
  record StoredObject(
      String objectId, String label, KeyHandle handle, Set<KeyUsage> usages, boolean pinEachUse) {}

  /**
   * A private or secret key object, or a certificate, that cannot be used here.
   *
   * @param kind "key" or "certificate"
   * @param why for people, as in "it has no CKA_EC_PARAMS"
   */
  record UnusableObject(String kind, String objectId, String label, String why) {}

  /** A certificate object as it lies on the token. */
  record StoredCertificate(String objectId, String label, X509Certificate certificate) {}

  /** Whether the token's keys can be used, and nothing on it made, changed or deleted. */
  boolean isReadOnly() throws KeyOperationException;

  /** Every private and secret key on the token that this backend can use. */
  List<StoredObject> keys() throws KeyOperationException;

  /**
   * The private and secret keys that {@link #keys} leaves out, of a type or size that has no use
   * here, or half made by a program that died; and the certificates that {@link #certificates}
   * leaves out.
   */
  List<UnusableObject> unusable() throws KeyOperationException;

  /** Every X.509 certificate on the token. */
  List<StoredCertificate> certificates() throws KeyOperationException;

  /** The key objects with one CKA_ID, without reading the whole token. */
  Optional<StoredObject> key(String objectId) throws KeyOperationException;

  /** Changes the CKA_LABEL of a key, its public half included. */
  void relabel(KeyHandle key, String label) throws KeyOperationException;

  /**
   * Puts certificates beside a key, its own first, in place of those with the same CKA_ID. Issuer
   * certificates that are on the token already are not written again.
   */
  void putChain(KeyHandle key, String label, List<X509Certificate> chain)
      throws KeyOperationException;

  /** Puts a certificate that belongs to no key. */
  void putCertificate(String label, X509Certificate certificate) throws KeyOperationException;

  /** Destroys one certificate object; what is not there is no error. */
  void removeCertificate(StoredCertificate certificate) throws KeyOperationException;
}
