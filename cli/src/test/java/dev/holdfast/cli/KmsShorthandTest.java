// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's shorthand, held against what AWS's own command makes of the same words. */
class KmsShorthandTest {
  @TempDir private Path folder;

  @Test
  void words_meanWhatTheyMeanToAws() throws Exception {
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("a=b", Map.of("a", "b"));
    rows.put("a=", Map.of("a", ""));
    rows.put("a=b=c", Map.of("a", "b=c"));
    rows.put("a/b.c#d:e-f_1=x", Map.of("a/b.c#d:e-f_1", "x"));
    // Blanks around the signs are none of the value's, those within are.
    rows.put("a = b c , d= e ", Map.of("a", "b c", "d", "e"));
    rows.put("a='b' , c=\" d \"", Map.of("a", "b", "c", " d "));
    // A backslash is one, but before a comma or, within quotes, the quote or another.
    rows.put("a=C:\\temp", Map.of("a", "C:\\temp"));
    rows.put("a=\\\\", Map.of("a", "\\\\"));
    rows.put("a=x\\,y", Map.of("a", "x,y"));
    rows.put("a='it\\'s'", Map.of("a", "it's"));
    rows.put("a=\"C:\\\\x\\y\"", Map.of("a", "C:\\x\\y"));
    // Lists, by commas or brackets, and maps.
    rows.put("a=x,y", Map.of("a", List.of("x", "y")));
    rows.put("a=x, 'y' ,b=z", Map.of("a", List.of("x", "y"), "b", "z"));
    rows.put("a=[x, 'y,z']", Map.of("a", List.of("x", "y,z")));
    rows.put("a=[]", Map.of("a", List.of()));
    rows.put("a={ b = c, d=[e] }", Map.of("a", Map.of("b", "c", "d", List.of("e"))));
    rows.put("a=ä☃", Map.of("a", "ä☃"));
    for (Map.Entry<String, Object> row : rows.entrySet()) {
      assertEquals(row.getValue(), KmsShorthand.parse(row.getKey()), row.getKey());
    }
  }

  @Test
  void whatAwsRefuses_isRefused() {
    for (String wrong :
        List.of(
            "", "a", "=b", " a=b", "a=b,", "a b=c", "ä=b", "\"a\"=b", "a==", "a=b]", "a=b}",
            "a=x\"y", "a='b'c", "a='b", "a=[b", "a={b=c", "a=1,a=2")) {
      assertThrows(KmsDocument.Misfit.class, () -> KmsShorthand.parse(wrong), wrong);
    }
  }

  @Test
  void valueFromFile_isWhatStandsThere() throws Exception {
    Path file = Files.writeString(folder.resolve("value"), "a, b = c\n");
    assertEquals(
        Map.of("k", "a, b = c\n", "l", "file://" + file),
        KmsShorthand.parse("k@=file://" + file + ",l=file://" + file));
    assertThrows(
        java.io.IOException.class, () -> KmsShorthand.parse("k@=file://" + folder.resolve("no")));
  }

  @Test
  void everyByteSequence_isParsedOrRefused() throws Exception {
    Random random = new Random(4711);
    String alphabet = "ab=,[]{}'\"\\ ";
    int parsed = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertFalse(KmsShorthand.parse(text.toString()).isEmpty());
        parsed++;
      } catch (KmsDocument.Misfit e) {
        assertTrue(e.getMessage().startsWith("Error parsing parameter"), e.getMessage());
      }
    }
    assertTrue(parsed > 10, parsed + " parsed");
  }
}
