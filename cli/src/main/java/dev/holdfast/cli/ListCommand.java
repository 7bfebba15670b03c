// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.KeyMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code holdfast list}: the keys, for people or as JSON. */
@Command(
    name = "list",
    description = "Show the keys: alias (or id), kind, state, backend, age and description.")
final class ListCommand extends HoldfastCommand {
  @Override
  public Integer call() throws Exception {
    List<KeyMetadata> keys = new ArrayList<>(withVault(vault -> vault.keys()));
    keys.sort(Comparator.comparing(ListCommand::name));
    if (json()) {
      print(Map.of("keys", keys.stream().map(ListCommand::document).toList()));
    } else if (keys.isEmpty()) {
      say("No keys yet. Make one with keytool -genkeypair; the README shows how.");
    } else {
      table(keys, Instant.now()).print(out());
    }
    return Main.OK;
  }

  private static Table table(List<KeyMetadata> keys, Instant now) {
    Table table = new Table("ALIAS", "SPEC", "STATE", "BACKEND", "AGE", "DESCRIPTION");
    for (KeyMetadata key : keys) {
      table.row(
          name(key),
          key.spec().name(),
          key.state().kmsName(),
          key.backend(),
          key.created().map(created -> Age.of(created, now)).orElse("-"),
          key.description());
    }
    return table;
  }

  private static String name(KeyMetadata key) {
    return key.aliases().isEmpty() ? key.id().value() : String.join(", ", key.aliases());
  }

  private static Map<String, Object> document(KeyMetadata key) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", key.id().value());
    document.put("aliases", key.aliases());
    document.put("spec", key.spec().name());
    document.put("state", key.state().kmsName());
    document.put("usages", key.usages().stream().map(Enum::name).sorted().toList());
    document.put("backend", key.backend());
    document.put("created", key.created().map(Instant::toString).orElse(null));
    document.put("description", key.description());
    return document;
  }
}
