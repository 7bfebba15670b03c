// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.envelope.Envelopes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code encrypt} and {@code decrypt} have in common. */
abstract class FileCommand extends HoldfastCommand {
  private static final String STANDARD = "-";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What to read; default, or -: standard input.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = {
        "What to write, - for standard output.",
        "A file is there when it is whole and not before, and only you may read it."
      })
  private Path output;

  @Option(
      names = "--encryption-context",
      paramLabel = "KEY=VALUE,…",
      description = "Pairs that both sides must give; no secrets.")
  private String context;

  @Option(names = "--force", description = "Replace the file that is there.")
  private boolean force;

  /** What is done with the stream. */
  interface Direction {
    void run(Envelopes envelopes, InputStream in, OutputStream out, Map<String, String> context)
        throws IOException;
  }

  final int run(String done, Direction direction) throws Exception {
    Map<String, String> pairs = pairs();
    Path from = isStandard(file) ? null : file;
    Path to = isStandard(output) ? null : output;
    boolean shown = !json() && Progress.isWatched();
    Progress progress =
        new Progress(
            shown ? err() : null,
            from != null && Files.isRegularFile(from) ? Files.size(from) : -1);
    StreamFiles files = new StreamFiles(from, to, progress);
    files.refuseToReplace(force);
    long bytes =
        withKeyService(
            service -> {
              giveBackHeap();
              Envelopes envelopes = new Envelopes(service);
              return files.run((in, out) -> direction.run(envelopes, in, out, pairs));
            });
    if (json() && to != null) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", to.toString());
      document.put("bytesRead", bytes);
      print(document);
    } else if (to != null) {
      say(
          done
              + " "
              + (from == null ? "standard input" : from)
              + " ("
              + StreamFiles.size(bytes)
              + ") into "
              + to);
    }
    return Main.OK;
  }

  /**
   * Opening the vault has stretched its PIN over 64 MiB of heap, which are garbage now and would
   * stay this process's for as long as the stream takes.
   */
  private static void giveBackHeap() {
    System.gc();
  }

  private static boolean isStandard(Path path) {
    return path == null || path.toString().equals(STANDARD);
  }

  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (context != null) {
      try {
        KmsShorthand.parse(context).forEach((key, value) -> pairs.put(key, value.toString()));
      } catch (KmsDocument.Misfit e) {
        throw usage(e.getMessage());
      } catch (IOException e) {
        throw usage(KmsParameters.unreadable(e));
      }
    }
    return pairs;
  }
}
