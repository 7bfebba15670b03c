// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What one execution of the command has printed, and how it ended. */
record Run(int code, String out, String err) {
  static Run of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] words = new String[args.length];
    for (int at = 0; at < args.length; at++) {
      words[at] = args[at].toString();
    }
    int code = line.execute(words);
    return new Run(code, out.toString(), err.toString());
  }

  /** Standard output as the one JSON document that it must be. */
  Map<String, Object> json() throws IOException {
    return JSON.std.mapFrom(out);
  }
}
