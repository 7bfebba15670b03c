// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.api.KmsOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code holdfast kms OPERATION}: AWS KMS's operations with the grammar of AWS's own command. */
@Command(
    name = "kms",
    synopsisSubcommandLabel = "OPERATION",
    preprocessor = KmsCommand.Operations.class,
    description = {
      "Any operation of the key management service, with the names, options, forms and output of"
          + " 'aws kms'.",
      "'holdfast kms OPERATION --help' lists an operation's options."
    })
final class KmsCommand extends HoldfastCommand {
  @Override
  public Integer call() {
    throw usage("which operation? There are " + names());
  }

  static String names() {
    return Arrays.stream(KmsOperation.values())
        .filter(operation -> operation.standing() == KmsOperation.Standing.OFFERED)
        .map(KmsShape::commandName)
        .collect(Collectors.joining(", "));
  }

  /**
   * Adds the operation that the arguments name, and no other: reading fifty records' shapes would
   * cost every short command its time.
   */
  static final class Operations implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own signature
    public boolean preprocess(
        Stack<String> args, CommandSpec kms, ArgSpec argument, Map<String, Object> info) {
      // The stack's first element is the last word.
      requireOperation(kms, args.empty() ? "" : args.peek());
      List<String> words = List.copyOf(args);
      for (KmsOperation operation : KmsOperation.values()) {
        String name = KmsShape.commandName(operation);
        if (words.contains(name) && !kms.subcommands().containsKey(name)) {
          CommandLine line = KmsOperationCommand.line((KmsCommand) kms.userObject(), operation);
          line.setOut(kms.commandLine().getOut()).setErr(kms.commandLine().getErr());
          kms.addSubcommand(name, line);
        }
      }
      kms.usageMessage().footer("%nOperations: " + names());
      return false;
    }

    private static void requireOperation(CommandSpec kms, String word) {
      boolean isOperation =
          Arrays.stream(KmsOperation.values()).map(KmsShape::commandName).anyMatch(word::equals);
      if (!word.isEmpty() && !word.startsWith("-") && !isOperation) {
        throw new ParameterException(
            kms.commandLine(), "there is no operation '" + word + "'; there are " + names());
      }
    }
  }
}
