// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A throw-away token of an HSM, as a configuration names it.
 *
 * @param initArgs what the module wants to be told when it is initialised
 */
record TestToken(Path library, String label, Optional<String> initArgs, Disposal disposal) {
  /** The user PIN of every token. */
  static final String PIN = "hsm-user-pin-4711";

  /** How a token is thrown away. */
  @FunctionalInterface
  interface Disposal {
    void run() throws Exception;
  }

  /** A new token of the make that a backend is tested on. */
  static TestToken of(Backend backend, Path folder) throws Exception {
    return switch (backend.make()) {
      case SOFTHSM -> SoftHsm.newToken();
      case NSS -> Nss.newToken(folder);
      case NONE -> throw new IllegalArgumentException(backend + " has no token");
    };
  }

  /** The lines of a configuration that name it. */
  String configuration(Path pinFile) {
    StringBuilder text = new StringBuilder("backend = main\n");
    text.append("hsm.main.library = ").append(library).append('\n');
    text.append("hsm.main.token = ").append(label).append('\n');
    text.append("hsm.main.pin = file:").append(pinFile).append('\n');
    initArgs.ifPresent(args -> text.append("hsm.main.initArgs = ").append(args).append('\n'));
    return text.toString();
  }
}
