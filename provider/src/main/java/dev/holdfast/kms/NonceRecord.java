// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import java.util.Optional;

/**
 * The record of how many random nonces are taken for a backing key, whose id is the record's name.
 *
 * @param taken all that any process may have used
 */
record NonceRecord(long taken) {
  static final String KIND = "nonces";

  private static final int FORM = 1;

  /** Takes more; returns how many were taken before. */
  static long reserve(Records records, KeyId key, String material, long count)
      throws KeyOperationException {
    Optional<byte[]> body = records.get(KIND, material);
    long before = body.isPresent() ? decode(material, body.get()).taken : 0;
    records.put(KIND, material, key.value(), new NonceRecord(before + count).encode());
    return before;
  }

  /** Forgets what was counted for a key that is gone. */
  static void delete(Records records, KeyId key) throws KeyOperationException {
    for (String material : records.owned(KIND, key.value())) {
      records.delete(KIND, material);
    }
  }

  private byte[] encode() {
    return new Der.Writer(FORM).number(taken).done();
  }

  private static NonceRecord decode(String material, byte[] encoded) throws KeyOperationException {
    return new NonceRecord(
        new Der.Reader("The count of nonces of key material " + material, encoded, FORM).number());
  }
}
