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
 */
record NameRecord(String key, Instant created, List<X509Certificate> chain) {
  static final String ALIAS = "alias";
  static final String CERTIFICATE = "certificate";

  private static final int FORM = 1;

  byte[] encode() {
    return new Der.Writer(FORM).text(key).time(created).certificates(chain).done();
  }

  static NameRecord decode(String name, byte[] encoded) throws KeyOperationException {
    Der.Reader in = new Der.Reader("The record of the name " + name, encoded, FORM);
    return new NameRecord(in.text(), in.time(), in.certificates());
  }

  static void refuseBadName(String name) throws KeyOperationException {
    if (name.isEmpty() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, "An alias has 1 to 256 characters and no control characters");
    }
  }
}
