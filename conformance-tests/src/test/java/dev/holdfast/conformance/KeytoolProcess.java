// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The JDK's keytool, started by the class that its launcher starts, once for each line of a file:
 * there are many verbs, and starting a JVM for each takes longest.
 */
final class KeytoolProcess {
  /** Stands between a line's arguments. */
  static final String SEPARATOR = "\t";

  /** Begins the line that ends what one command printed; its exit code follows. */
  static final String END = "=== exit code ";

  private KeytoolProcess() {}

  /**
   * Runs.
   *
   * @param arguments the file; what is typed, for each command anew
   */
  public static void main(String[] arguments) throws Exception {
    Method keytool =
        Class.forName("sun.security.tools.keytool.Main").getMethod("main", String[].class);
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      System.setIn(new ByteArrayInputStream(arguments[1].getBytes(StandardCharsets.UTF_8)));
      String[] split = line.split(SEPARATOR);
      // Throws what went wrong where it would else end the JVM.
      String[] command = Arrays.copyOf(split, split.length + 1);
      command[split.length] = "-debug";
      int code = 0;
      try {
        keytool.invoke(null, (Object) command);
      } catch (InvocationTargetException e) {
        System.out.println("keytool threw " + e.getCause());
        code = 1;
      }
      System.err.flush();
      System.out.println();
      System.out.println(END + code);
    }
  }
}
