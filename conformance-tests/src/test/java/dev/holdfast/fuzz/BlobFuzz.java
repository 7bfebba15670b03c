// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.fuzz;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import java.util.Set;

/** Any bytes as a ciphertext: what was encrypted, or the refusal that says nothing. */
public final class BlobFuzz {
  private static final Set<KmsError> REFUSALS =
      Set.of(KmsError.INVALID_CIPHERTEXT, KmsError.VALIDATION);
  private static KeyService service;

  private BlobFuzz() {}

  /** Opens the vault; the fuzzer's own name for it. */
  public static void fuzzerInitialize() throws Exception {
    service = FuzzVault.open();
  }

  /** One try; the fuzzer's own name for it. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    try {
      Blob plaintext = service.decrypt(DecryptRequest.of(Blob.of(data))).plaintext();
      if (!plaintext.equals(Blob.ofUtf8(FuzzVault.MESSAGE))) {
        throw new AssertionError("Decrypted to what nobody encrypted");
      }
    } catch (KmsException e) {
      if (!REFUSALS.contains(e.error())) {
        throw new AssertionError("An unexpected refusal", e);
      }
    }
  }
}
