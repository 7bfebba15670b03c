// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.InputStream;
import picocli.CommandLine.Command;

/** {@code holdfast decrypt}: what {@code encrypt} made. */
@Command(
    name = "decrypt",
    description = {
      "Decrypt what 'holdfast encrypt' made; the file says itself which key opens it.",
      "On standard output what comes before a failure is true, but not all: look at the exit code."
    })
final class DecryptCommand extends FileCommand {
  @Override
  public Integer call() throws Exception {
    return run(
        "Decrypted",
        (envelopes, in, out, context) -> {
          try (InputStream plain = envelopes.decrypt(in, context)) {
            plain.transferTo(out);
          }
        });
  }
}
