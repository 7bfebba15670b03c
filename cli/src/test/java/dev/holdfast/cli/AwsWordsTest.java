// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options of AWS's command stand wherever its users are used to put them. */
class AwsWordsTest {
  @Test
  void optionsBeforeTheOperation_areBroughtBehindIt() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("kms list-keys --output text", "kms list-keys --output text");
    rows.put("--output text kms list-keys", "kms list-keys --output text");
    rows.put("kms --output=text list-keys --limit 1", "kms list-keys --output=text --limit 1");
    rows.put(
        "--config f --region r kms --no-cli-pager --json list-keys",
        "--config f kms --json list-keys --region r --no-cli-pager");
    rows.put("--profile kms kms describe-key", "kms describe-key --profile kms");
    rows.put("kms help", "kms --help");
    rows.put("kms encrypt help", "kms encrypt --help");
    rows.put(
        "kms update-key-description --description help",
        "kms update-key-description --description help");
    // Not for the service, or not to be understood: the parser's to judge.
    rows.put("list --json", "list --json");
    rows.put("--output text list", "--output text list");
    rows.put("kms --output", "kms --output");
    rows.put("--unknown kms list-keys", "--unknown kms list-keys");
    rows.put("encrypt --key-id kms -o x", "encrypt --key-id kms -o x");
    rows.forEach(
        (given, wanted) ->
            assertEquals(wanted, String.join(" ", AwsWords.arrange(given.split(" ", -1))), given));
    assertEquals(0, AwsWords.arrange().length);
  }

  @Test
  void help_needsNoVault() {
    for (String[] words :
        new String[][] {{"kms", "help"}, {"kms", "sign", "help"}, {"kms", "--help"}}) {
      Run run = Run.of((Object[]) words);
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().startsWith("Usage: holdfast kms"), run.out());
    }
    assertTrue(Run.of("kms", "help").out().contains("generate-data-key"), "operations are listed");
    Run skeleton = Run.of("--output", "text", "kms", "encrypt", "--generate-cli-skeleton");
    assertEquals(0, skeleton.code(), skeleton.err());
  }

  @Test
  void unknownOperation_isNamed() {
    Run run = Run.of("kms", "--output", "text", "list-key");
    assertEquals(2, run.code());
    assertTrue(run.err().startsWith("holdfast: there is no operation 'list-key'; there are "));
  }
}
