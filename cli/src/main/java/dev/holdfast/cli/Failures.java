// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.KeyOperationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what went wrong; never a PIN, since no exception of ours holds one. */
final class Failures {
  private Failures() {}

  /** Reports a failure and answers the exit code. */
  static int report(Exception failure, CommandLine failed, boolean json, boolean stacktrace) {
    if (failure instanceof ParameterException wrong) {
      return reportUsage(wrong, json);
    }
    String reason =
        failure instanceof KeyOperationException refused
            ? refused.reason().name()
            : failure instanceof KmsException kms ? kms.error().awsName() : "FAILED";
    print(failed, message(failure), reason, json);
    if (stacktrace) {
      failure.printStackTrace(failed.getErr());
      failed.getErr().flush();
    }
    return Main.FAILED;
  }

  /** Reports a command line that makes no sense and answers the exit code. */
  static int reportUsage(ParameterException wrong, boolean json) {
    CommandLine command = wrong.getCommandLine();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    String message = oneLine(wrong.getMessage());
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }
    print(command, message + " (see " + help + ")", "USAGE", json);
    return Main.USAGE;
  }

  private static void print(CommandLine command, String message, String reason, boolean json) {
    if (json) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("reason", reason);
      error.put("message", message);
      Json.print(command.getOut(), Map.of("error", error));
    }
    PrintWriter err = command.getErr();
    err.println("holdfast: " + message);
    err.flush();
  }

  /** A failure as a line for people. */
  static String message(Throwable failure) {
    if (failure instanceof CommandFailure || failure instanceof KeyOperationException) {
      String message = oneLine(failure.getMessage());
      return failure.getCause() instanceof IOException cause
          ? message + ": " + describe(cause)
          : message;
    }
    if (failure instanceof KmsException kms) {
      return oneLine(kms.toString());
    }
    if (failure instanceof IOException io) {
      return describe(io);
    }
    if (failure instanceof GeneralSecurityException && failure.getMessage() != null) {
      return oneLine(failure.getMessage());
    }
    return "a fault of this program: "
        + oneLine(failure.toString())
        + "; run it again with --stacktrace and report what it prints";
  }

  /** The exceptions of java.nio say a path only; this says what is the matter with it. */
  private static String describe(IOException failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return oneLine(message) + ": no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return oneLine(message) + ": permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return oneLine(message) + ": exists already";
    }
    if (failure instanceof NotDirectoryException) {
      return oneLine(message) + ": is not a directory";
    }
    return oneLine(message);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
