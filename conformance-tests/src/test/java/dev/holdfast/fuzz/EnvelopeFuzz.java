// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.fuzz;

import dev.holdfast.envelope.EnvelopeException;
import dev.holdfast.envelope.Envelopes;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Any bytes as an envelope: what was encrypted, or a refusal by name. */
public final class EnvelopeFuzz {
  private static Envelopes envelopes;

  private EnvelopeFuzz() {}

  /** Opens the vault; the fuzzer's own name for it. */
  public static void fuzzerInitialize() throws Exception {
    envelopes = new Envelopes(FuzzVault.open());
  }

  /** One try; the fuzzer's own name for it. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    try (InputStream plain = envelopes.decrypt(new ByteArrayInputStream(data), Map.of())) {
      String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.equals(FuzzVault.MESSAGE)) {
        throw new AssertionError("Decrypted to what nobody encrypted");
      }
    } catch (EnvelopeException e) {
      // A refusal; anything else is a finding.
      if (e.getMessage() == null) {
        throw new AssertionError("A refusal without a reason", e);
      }
    } catch (KmsException e) {
      if (e.error() != KmsError.INVALID_CIPHERTEXT) {
        throw new AssertionError("An unexpected refusal", e);
      }
    }
  }
}
