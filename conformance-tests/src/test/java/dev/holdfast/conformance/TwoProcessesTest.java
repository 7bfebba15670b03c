// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.UpdateAliasRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Done means 5: two processes on one vault, in SQLite and in PostgreSQL; what one changes the other
 * obeys within a second.
 */
class TwoProcessesTest {
  private static final long WITHIN_MILLIS = 1000;
  private static final long PATIENCE_MILLIS = 15_000;

  @Test
  void changeInSqlite_isObeyedByTheOtherProcess() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      changesAreObeyed(fixture);
    }
  }

  @Test
  void changeInPostgres_isObeyedByTheOtherProcess() throws Exception {
    try (Fixture fixture = Fixture.onPostgres()) {
      changesAreObeyed(fixture);
    }
  }

  private static void changesAreObeyed(Fixture fixture) throws Exception {
    KeyService service = Holdfast.keyService(fixture.configuration());
    String first = service.createKey(CreateKeyRequest.of()).keyMetadata().arn();
    String second = service.createKey(CreateKeyRequest.of()).keyMetadata().arn();
    service.createAlias(CreateAliasRequest.of("alias/in-use", first));
    Process process =
        new ProcessBuilder(
                List.of(
                    Program.jdkTool("java"),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KmsUsingProcess.class.getName(),
                    fixture.configuration().toString(),
                    "alias/in-use"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader other = process.inputReader()) {
      awaits(other, 0, first);
      service.disableKey(DisableKeyRequest.of(first));
      awaits(other, System.currentTimeMillis(), "DisabledException");
      service.enableKey(EnableKeyRequest.of(first));
      awaits(other, System.currentTimeMillis(), first);
      service.updateAlias(UpdateAliasRequest.of("alias/in-use", second));
      awaits(other, System.currentTimeMillis(), second);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Reads until the other process meets what is expected, and asks when that was. */
  private static void awaits(BufferedReader other, long changed, String expected)
      throws IOException {
    long last = 0;
    for (String line = other.readLine(); line != null; line = other.readLine()) {
      String[] words = line.split(" ", 2);
      long began = Long.parseLong(words[0]);
      if (words[1].equals(expected)) {
        long took = Math.max(0, last - changed);
        assertTrue(
            changed == 0 || took <= WITHIN_MILLIS,
            expected + " came to be " + took + " ms after the change");
        return;
      }
      last = began;
      assertTrue(changed == 0 || began - changed < PATIENCE_MILLIS, expected + " never came");
    }
    throw new AssertionError("The other process ended before it met " + expected);
  }
}
