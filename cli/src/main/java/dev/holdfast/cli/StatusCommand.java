// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.config.Configuration;
import dev.holdfast.kms.VaultStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code holdfast status}: opens the vault and says what it is. */
@Command(
    name = "status",
    description = "Open the vault and say where it is, who you are in it, and where its keys live.")
final class StatusCommand extends HoldfastCommand {
  @Override
  public Integer call() throws Exception {
    Configuration configuration = configuration();
    VaultStatus status = withVault(vault -> vault.status());
    if (json()) {
      print(document(configuration, status));
    } else {
      printForPeople(configuration, status);
    }
    return Main.OK;
  }

  /** What is claimed, and by whom. */
  private static final String VALIDATION =
      "Holdfast is not validated software; an HSM's level is what the HSM itself claims";

  private void printForPeople(Configuration configuration, VaultStatus status) {
    say("Configuration  " + configuration);
    say("Vault          " + status.location());
    say("Principal      " + status.principal());
    say("Keys           " + status.keys());
    say("New keys go to " + status.newKeysIn());
    say("Engine         " + configuration.engine());
    say("Approved only  " + (status.approvedOnly() ? "yes" : "no"));
    say("Validated      no: " + VALIDATION);
    Table table = new Table("Backend", "What it is");
    status.backends().forEach(backend -> table.row(backend.name(), backend.description()));
    say("");
    table.print(out());
  }

  private static Map<String, Object> document(Configuration configuration, VaultStatus status) {
    List<Object> backends = new ArrayList<>();
    for (VaultStatus.BackendStatus backend : status.backends()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", backend.name());
      each.put("description", backend.description());
      backends.add(each);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("configuration", configuration.toString());
    document.put("vault", status.location());
    document.put("principal", status.principal());
    document.put("keys", status.keys());
    document.put("newKeysIn", status.newKeysIn());
    document.put("engine", configuration.engine());
    document.put("approvedOnly", status.approvedOnly());
    document.put("validated", false);
    document.put("validation", VALIDATION);
    document.put("backends", backends);
    return document;
  }
}
