// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The words of AWS's command that belong to no operation. They may stand before {@code kms}, after
 * it or after the operation, as in {@code --region local kms --output text list-keys}; here they
 * are brought behind the operation, where the parser of operations looks for them.
 */
final class AwsWords {
  /** Options about accounts, servers and terminals, taken so that scripts go on working. */
  static final List<String> WITHOUT_EFFECT =
      List.of(
          "--profile",
          "--endpoint-url",
          "--ca-bundle",
          "--color",
          "--cli-read-timeout",
          "--cli-connect-timeout");

  /** The same without a value. */
  static final List<String> SWITCHES_WITHOUT_EFFECT =
      List.of(
          "--debug",
          "--no-cli-pager",
          "--no-verify-ssl",
          "--no-sign-request",
          "--no-cli-auto-prompt");

  private static final Set<String> WITH_EFFECT =
      Set.of("--region", "--output", "--query", "--cli-binary-format");
  private static final String NO_PAGINATE = "--no-paginate";
  private static final String SERVICE = "kms";

  /** Ours, which stay before the operation. */
  private static final String CONFIG = "--config";

  private static final Set<String> OUR_SWITCHES = Set.of("--json", "--stacktrace");

  private AwsWords() {}

  /**
   * The words in our order, with {@code --help} for the word {@code help} after the service or the
   * operation. Words that are not for the service come back as they were.
   */
  static String[] arrange(String... args) {
    List<String> ours = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    int at = 0;
    int length;
    while ((length = length(args, at)) > 0) {
      List<String> words = Arrays.asList(args).subList(at, at + length);
      (isOurs(name(args[at])) ? ours : theirs).addAll(words);
      at += length;
    }
    if (!ours.contains(SERVICE)) {
      return args;
    }
    // What is left begins with the operation.
    List<String> rest = new ArrayList<>(Arrays.asList(args).subList(at, args.length));
    for (int help = 0; help < Math.min(2, rest.size()); help++) {
      if (rest.get(help).equals("help")) {
        rest.set(help, "--help");
      }
    }
    rest.addAll(Math.min(1, rest.size()), theirs);
    ours.addAll(rest);
    return ours.toArray(String[]::new);
  }

  /** How many words belong together from one on; none where the operation begins. */
  private static int length(String[] args, int at) {
    if (at >= args.length) {
      return 0;
    }
    String name = name(args[at]);
    if (name.equals(CONFIG) || WITHOUT_EFFECT.contains(name) || WITH_EFFECT.contains(name)) {
      return args[at].equals(name) ? Math.min(2, args.length - at) : 1;
    }
    boolean isSwitch = SWITCHES_WITHOUT_EFFECT.contains(name) || name.equals(NO_PAGINATE);
    boolean isService = name.equals(SERVICE) && !Arrays.asList(args).subList(0, at).contains(name);
    return isSwitch || isService || isOurs(name) ? 1 : 0;
  }

  private static boolean isOurs(String name) {
    return name.equals(SERVICE) || name.equals(CONFIG) || OUR_SWITCHES.contains(name);
  }

  /** An option's name, without a value that stands in the same word. */
  private static String name(String word) {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    return equals < 0 ? word : word.substring(0, equals);
  }
}
