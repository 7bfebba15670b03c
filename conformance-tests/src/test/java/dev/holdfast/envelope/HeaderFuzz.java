// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/** Any bytes as an envelope's header, without the cryptography behind it. */
public final class HeaderFuzz {
  private HeaderFuzz() {}

  /** One try: what is read says all that was there. The fuzzer's own name for it. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(data);
    try {
      byte[] header = Header.read(in).encode();
      int taken = data.length - in.available();
      if (!Arrays.equals(header, Arrays.copyOf(data, taken))) {
        throw new AssertionError("Read as something else than it is");
      }
    } catch (EnvelopeException e) {
      // A refusal; anything else is a finding.
      if (e.getMessage() == null) {
        throw new AssertionError("A refusal without a reason", e);
      }
    }
  }
}
