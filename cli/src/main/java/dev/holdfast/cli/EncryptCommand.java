// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.OutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast encrypt}: a file of any size under a key of the vault. */
@Command(
    name = "encrypt",
    description = {
      "Encrypt a file of any size, or standard input, under a key of the vault.",
      "The data is encrypted under a data key of its own, which the vault's key wraps and which"
          + " stands before it."
    })
final class EncryptCommand extends FileCommand {
  @Option(
      names = "--key-id",
      paramLabel = "KEY",
      required = true,
      description = "A symmetric key: its id, ARN or alias/NAME.")
  private String keyId;

  @Override
  public Integer call() throws Exception {
    return run(
        "Encrypted",
        (envelopes, in, out, context) -> {
          try (OutputStream sealed = envelopes.encrypt(new Unclosed(out), keyId, context)) {
            in.transferTo(sealed);
          }
        });
  }
}
