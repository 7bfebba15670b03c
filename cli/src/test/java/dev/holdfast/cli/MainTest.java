// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void versionNamesTheCommand() {
    assertTrue(new Main.Version().getVersion()[0].startsWith("holdfast "));
  }
}
