// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Programs of the system, run to their ends. */
public final class Tool {
  private Tool() {}

  /**
   * What a program said on either stream.
   *
   * @param environment what it gets beside this process's own
   * @throws IOException if it cannot be started, or did not end with 0; with what it said
   */
  public static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(
          command.get(0)
              + " cannot be started; bin/verify installs what is needed, or:"
              + " apt-get install softhsm2 opensc openssl gcc libc6-dev",
          e);
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said.strip());
    }
    return said.strip();
  }
}
