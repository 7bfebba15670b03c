// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.fuzz;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.KeyService;
import java.nio.file.Path;

/** The vault that what is fuzzed works on, made by the test that starts the fuzzer. */
public final class FuzzVault {
  /** The system property with the configuration's path. */
  public static final String PROPERTY = "holdfast.fuzz.configuration";

  /** The one text that was ever encrypted. */
  public static final String MESSAGE = "the one text that was ever encrypted";

  private final KeyService service;

  private FuzzVault(KeyService service) {
    this.service = service;
  }

  static FuzzVault open() throws Exception {
    return new FuzzVault(Holdfast.keyService(Path.of(System.getProperty(PROPERTY))));
  }

  KeyService service() {
    return service;
  }
}
