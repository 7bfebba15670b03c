// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The record of a name: an alias with the certificates set under it, or a trusted certificate.
 *
 * @param key the id of the key it names, empty for a trusted certificate
 * @param updated when it was last set
 */
record NameRecord(String key, Instant created, List<X509Certificate> chain, Instant updated) {
  static final String ALIAS = "alias";
  static final String CERTIFICATE = "certificate";

  /** Since form 2 it says when it was last set. */
  private static final int FORM = 2;

  NameRecord(String key, Instant created, List<X509Certificate> chain) {
    this(key, created, chain, created);
  }

  byte[] encode() {
    return new Der.Writer(FORM).text(key).time(created).certificates(chain).time(updated).done();
  }

  static NameRecord decode(String name, byte[] encoded) throws KeyOperationException {
    Der.Reader in = new Der.Reader("The record of the name " + name, encoded, FORM);
    String key = in.text();
    Instant created = in.time();
    List<X509Certificate> chain = in.certificates();
    return new NameRecord(key, created, chain, in.version() == 1 ? created : in.time());
  }

  static void refuseBadName(String name) throws KeyOperationException {
    if (name.isEmpty() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, "An alias has 1 to 256 characters and no control characters");
    }
  }
}
