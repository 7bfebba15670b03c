// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.config.Configuration;
import dev.holdfast.config.ConfigurationException;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands have in common: where they print, and which vault is meant. */
abstract class HoldfastCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  /** Work on an open vault. */
  interface Work<T> {
    T on(Vault vault) throws Exception;
  }

  final boolean json() {
    return main.json();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final void say(String line) {
    out().println(line);
  }

  final void print(Map<String, ?> document) {
    Json.print(out(), document);
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The configuration file that was named, by the option or the variable. */
  final Optional<Path> configPath() {
    return Optional.ofNullable(main.config())
        .or(
            () ->
                Optional.ofNullable(System.getenv("HOLDFAST_CONFIG"))
                    .filter(path -> !path.isBlank())
                    .map(Path::of))
        .map(path -> path.toAbsolutePath().normalize());
  }

  final Path requiredConfigPath() {
    return configPath()
        .orElseThrow(
            () ->
                usage(
                    "which vault? Give --config FILE or set HOLDFAST_CONFIG;"
                        + " 'holdfast init --config FILE' makes a new one"));
  }

  final Configuration configuration() throws ConfigurationException {
    return Configuration.ofFile(requiredConfigPath());
  }

  /** Opens the vault of the configuration, does the work and closes it. */
  final <T> T withVault(Work<T> work) throws Exception {
    Vault vault = open(configuration());
    try {
      return work.on(vault);
    } finally {
      Vaults.close(vault);
    }
  }

  /** Work with the key management service of an open vault. */
  interface ServiceWork<T> {
    T on(KeyService service) throws Exception;
  }

  final <T> T withKeyService(ServiceWork<T> work) throws Exception {
    return withVault(vault -> work.on(Holdfast.keyService(requiredConfigPath())));
  }

  private static Vault open(Configuration configuration) throws KeyOperationException {
    return Vaults.open(configuration, Optional.empty());
  }
}
