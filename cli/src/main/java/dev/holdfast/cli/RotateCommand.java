// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.api.DueReport;
import dev.holdfast.kms.api.KeyService;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast rotate --due}: what is due and nobody has asked for, for a timer. */
@Command(
    name = "rotate",
    description = {
      "Rotate the keys whose period has passed, and destroy those whose deletion is due.",
      "Both happen by themselves when such a key is next used; a timer does it for the others.",
      "One key at once: holdfast kms rotate-key-on-demand --key-id KEY."
    })
final class RotateCommand extends HoldfastCommand {
  @SuppressWarnings("UnusedVariable") // Picocli asks for it; it says what the command does.
  @Option(names = "--due", required = true, description = "What is due; there is nothing else.")
  private boolean due;

  @Override
  public Integer call() throws Exception {
    DueReport report = withKeyService(KeyService::runDue);
    if (json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("rotated", report.rotated());
      document.put("deleted", report.deleted());
      document.put("failed", report.failed());
      print(document);
    } else {
      report.rotated().forEach(key -> say("Rotated  " + key));
      report.deleted().forEach(key -> say("Deleted  " + key));
      report.failed().forEach(what -> say("FAILED   " + what));
      if (report.rotated().isEmpty() && report.deleted().isEmpty() && report.failed().isEmpty()) {
        say("Nothing is due.");
      }
    }
    return report.failed().isEmpty() ? Main.OK : Main.FAILED;
  }
}
