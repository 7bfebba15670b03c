// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code holdfast classpath}: what a program that uses the provider needs on its class path. */
@Command(
    name = "classpath",
    description = {
      "Print the class path a program needs to use the provider, as in",
      "  java -cp \"$(holdfast classpath):app.jar\" com.example.Main"
    })
final class ClasspathCommand extends HoldfastCommand {
  @Override
  public Integer call() throws Exception {
    String path = ProviderJars.classPath();
    List<String> jars = Arrays.asList(path.split(File.pathSeparator));
    if (json()) {
      print(Map.of("classpath", path, "jars", jars));
    } else {
      say(path);
    }
    return Main.OK;
  }
}
