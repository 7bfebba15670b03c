// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyOperationException;
import java.util.Arrays;

/** Any bytes as a record's body: decoded, or refused by the exception of the rooms. */
public final class RecordFuzz {
  private RecordFuzz() {}

  /** One try; the first byte says as what. The fuzzer's own name for it. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(data, 1, data.length);
    String name = "4711c0de-0000-4000-8000-000000000000";
    try {
      Object decoded =
          switch (data[0] & 3) {
            case 0 -> KeyRecord.decode(name, body);
            case 1 -> NameRecord.decode(name, body);
            default -> PrincipalRecord.decode(name, body);
          };
      if (decoded == null) {
        throw new AssertionError("Decoded to nothing");
      }
    } catch (KeyOperationException e) {
      if (e.getMessage() == null || !e.getMessage().contains(name)) {
        throw new AssertionError("A refusal that does not name the record", e);
      }
    }
  }

  /** The first byte for a kind of row. */
  public static byte selector(String kind) {
    return switch (kind) {
      case KeyRecord.KIND -> 0;
      case PrincipalRecord.KIND -> 2;
      default -> 1;
    };
  }
}
