// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command's entry: parses the arguments and says by its exit code how it went. */
@Command(
    name = "holdfast",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it worked", "1:refused or failed", "2:the command line is wrong"},
    usageHelpAutoWidth = true,
    sortOptions = false)
public final class Main implements Runnable {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /**
   * What Java makes of bytes that are no text in the locale. Two names that differ in such letters
   * only would be one name, and two encryption contexts one context.
   */
  private static final char NO_LETTER = '\uFFFD';

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The configuration that says which vault; default: the variable HOLDFAST_CONFIG.")
  private Path config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document on standard output.")
  private boolean json;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "When something fails, print where in the program.")
  private boolean stacktrace;

  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs the command.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    CommandLine line = commandLine();
    int code = line.execute(args);
    System.exit(isPrinted(line.getOut()) ? code : FAILED);
  }

  /** A key printed onto a full disk is no success; what prints keeps its failures to itself. */
  static boolean isPrinted(PrintWriter out) {
    // Both are asked, since asking flushes.
    boolean ours = out.checkError();
    boolean systems = System.out.checkError();
    if (ours || systems) {
      System.err.println("holdfast: standard output could not be written; what was asked was done");
    }
    return !ours && !systems;
  }

  /** The parser of the whole command; one for each execution. */
  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new Main()) {
          @Override
          public int execute(String... args) {
            for (String word : args) {
              if (word.indexOf(NO_LETTER) >= 0) {
                String message =
                    "the locale has not all letters of " + word + "; set LC_ALL=C.UTF-8";
                return Failures.reportUsage(
                    new ParameterException(this, message), Arrays.asList(args).contains("--json"));
              }
            }
            return super.execute(AwsWords.arrange(args));
          }
        };
    line.getCommandSpec().usageMessage().description("Keys that can be used and not read.");
    for (Object command :
        List.of(
            new DemoCommand(),
            new InitCommand(),
            new StatusCommand(),
            new DoctorCommand(),
            new ListCommand(),
            new KmsCommand(),
            new EncryptCommand(),
            new DecryptCommand(),
            new RotateCommand(),
            new ClasspathCommand(),
            new JavaSecurityCommand(),
            new BenchCommand(),
            new HelpCommand())) {
      line.addSubcommand(command);
    }
    // A value that begins with @ is a value.
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          Main main = line.getCommand();
          return Failures.report(failure, failed, main.json, main.stacktrace);
        });
    line.setParameterExceptionHandler(
        (wrong, args) -> Failures.reportUsage(wrong, Arrays.asList(args).contains("--json")));
    return line;
  }

  /** Without a command there is nothing to do, which is a mistake and not a success. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  Path config() {
    return config;
  }

  boolean json() {
    return json;
  }

  /** The version, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"holdfast " + (version == null ? "(not packaged)" : version)};
    }
  }
}
