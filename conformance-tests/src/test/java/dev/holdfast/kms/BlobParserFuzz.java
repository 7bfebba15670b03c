// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import java.util.Arrays;
import java.util.Optional;

/** Any bytes as a ciphertext's form, without the cryptography behind it. */
public final class BlobParserFuzz {
  private BlobParserFuzz() {}

  /** One try: what is read says all that was there. The fuzzer's own name for it. */
  public static void fuzzerTestOneInput(byte[] data) {
    Optional<CiphertextBlob> read = CiphertextBlob.parse(data, 0, data.length);
    if (read.isEmpty()) {
      return;
    }
    CiphertextBlob blob = read.get();
    byte[] header =
        CiphertextBlob.header(blob.derived(), blob.keyId(), blob.material(), blob.nonce());
    if (!Arrays.equals(header, blob.header())
        || !Arrays.equals(CiphertextBlob.associated(header, blob.body()), data)) {
      throw new AssertionError("Read as something else than it is");
    }
  }
}
