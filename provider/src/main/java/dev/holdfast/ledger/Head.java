// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.ledger;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.Rows;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * The one record over all records: how often the store was written, what the root of the tree is
 * and how many records it covers. Its row is the DER of these and a MAC over them.
 *
 * @param counter the number of writes, from 1; it never goes back
 * @param root the hash of the tree's root node
 * @param records how many records the tree covers
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by whoever verifies
record Head(String vaultId, long counter, byte[] root, long records) {
  static final String KIND = "head";
  private static final int VERSION = 1;
  private static final int MAC_LENGTH = 32;

  Head next(byte[] newRoot, long newRecords) {
    return new Head(vaultId, counter + 1, newRoot, newRecords);
  }

  byte[] toRow(RecordMac mac) {
    byte[] body = encoded();
    byte[] row = Arrays.copyOf(body, body.length + MAC_LENGTH);
    System.arraycopy(mac.of(body, 0, body.length), 0, row, body.length, MAC_LENGTH);
    return row;
  }

  private byte[] encoded() {
    try {
      return new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(VERSION),
                new DERUTF8String(vaultId),
                new ASN1Integer(counter),
                new DEROctetString(root),
                new ASN1Integer(records)
              })
          .getEncoded("DER");
    } catch (IOException e) {
      throw new AssertionError("Encoding to memory does no I/O", e);
    }
  }

  /** Reads the head row and verifies it. */
  static Head read(Rows rows, RecordMac mac) throws KeyOperationException {
    Optional<byte[]> found = rows.get(KIND, KIND);
    if (found.isEmpty()) {
      throw new KeyOperationException(Reason.TAMPERED, "The vault's head record was removed");
    }
    byte[] row = found.get();
    int length = row.length - MAC_LENGTH;
    if (length <= 0 || !mac.verifies(row, 0, length, row, length)) {
      throw new KeyOperationException(
          Reason.TAMPERED, "The vault's head record does not verify: it was changed");
    }
    return decode(Arrays.copyOf(row, length));
  }

  private static Head decode(byte[] body) throws KeyOperationException {
    ASN1Sequence sequence = ASN1Sequence.getInstance(body);
    int version = ASN1Integer.getInstance(sequence.getObjectAt(0)).intValueExact();
    if (version != VERSION) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          "The vault's records have version " + version + ", newer than this program's " + VERSION);
    }
    return new Head(
        ASN1UTF8String.getInstance(sequence.getObjectAt(1)).getString(),
        ASN1Integer.getInstance(sequence.getObjectAt(2)).longValueExact(),
        ASN1OctetString.getInstance(sequence.getObjectAt(3)).getOctets(),
        ASN1Integer.getInstance(sequence.getObjectAt(4)).longValueExact());
  }
}
