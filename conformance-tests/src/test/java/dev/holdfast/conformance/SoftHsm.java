// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SoftHsmTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Tokens of SoftHSM2, one for each fixture, all under the SOFTHSM2_CONF that the build sets. */
final class SoftHsm {
  private static final String SO_PIN = "hsm-so-pin-4711";

  private SoftHsm() {}

  private static SoftHsmTokens tokens() throws IOException {
    return SoftHsmTokens.at(Path.of(System.getenv("SOFTHSM2_CONF")));
  }

  /** OpenSC's tool, logged in to a fixture's token, as another program that uses it. */
  static String pkcs11Tool(Fixture fixture, String... arguments)
      throws IOException, InterruptedException {
    return tokens().pkcs11Tool(fixture.token(), TestToken.PIN, arguments);
  }

  static TestToken newToken() throws IOException, InterruptedException {
    String label = "t" + UUID.randomUUID().toString().substring(0, 8);
    tokens().add(label, SO_PIN, TestToken.PIN);
    return new TestToken(
        Libraries.softHsm(), label, Optional.empty(), () -> tokens().delete(label));
  }
}
