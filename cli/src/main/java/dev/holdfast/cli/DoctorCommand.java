// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Finding;
import dev.holdfast.kms.Finding.Severity;
import dev.holdfast.model.KeyOperationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code holdfast doctor}: what is wrong, and how to mend it. */
@Command(
    name = "doctor",
    description = {
      "Check everything and say what is wrong and how to mend it.",
      "Looks at this Java and, with a configuration, at the vault, every key in it and the tokens."
    })
final class DoctorCommand extends HoldfastCommand {
  @Override
  public Integer call() throws Exception {
    List<Finding> findings = new ArrayList<>(JavaCheckup.findings());
    if (configPath().isPresent()) {
      examineVault(findings);
    } else {
      findings.add(
          Finding.warning(
              "No configuration was named, so no vault was looked at.",
              "Give --config FILE or set HOLDFAST_CONFIG."));
    }
    if (json()) {
      print(Map.of("findings", findings.stream().map(DoctorCommand::document).toList()));
    } else {
      findings.forEach(this::printForPeople);
    }
    boolean sound = findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
    return sound ? Main.OK : Main.FAILED;
  }

  private void examineVault(List<Finding> findings) throws Exception {
    try {
      Configuration configuration = configuration();
      findings.add(Finding.ok("The configuration " + configuration + " can be read."));
      List<Finding> found =
          withVault(
              vault -> {
                List<Finding> inside = new ArrayList<>(vault.diagnose());
                inside.addAll(BackendCheckup.findings(vault));
                return inside;
              });
      findings.addAll(found);
    } catch (KeyOperationException e) {
      findings.add(Finding.error(Failures.message(e), "Mend that and run doctor again."));
    }
  }

  private void printForPeople(Finding finding) {
    say(String.format("%-8s %s", finding.severity(), finding.what()));
    if (!finding.mend().isEmpty()) {
      say("         -> " + finding.mend());
    }
  }

  private static Map<String, Object> document(Finding finding) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("severity", finding.severity().name());
    document.put("what", finding.what());
    document.put("mend", finding.mend());
    return document;
  }
}
