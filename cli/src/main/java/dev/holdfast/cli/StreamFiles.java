// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * From a file or standard input to a file or standard output, all or nothing: what is written goes
 * to a file beside the target, which takes the target's name when all of it is there and on the
 * disk. A target that is no file, such as a pipe, is written to as it comes.
 */
final class StreamFiles {
  /** What is done with the bytes. */
  @FunctionalInterface
  interface Work {
    /** Reads all of {@code in} and writes to {@code out}; closes neither. */
    void run(InputStream in, OutputStream out) throws IOException;
  }

  private final Path input;
  private final Path output;
  private final Progress progress;

  /**
   * @param input null for standard input
   * @param output null for standard output
   */
  StreamFiles(Path input, Path output, Progress progress) {
    this.input = input;
    this.output = output;
    this.progress = progress;
  }

  /** Refuses to replace a file before anything is read. */
  void refuseToReplace(boolean force) throws CommandFailure {
    if (output != null && !force && Files.isRegularFile(output)) {
      throw new CommandFailure(output + " exists already; give --force to replace it");
    }
    if (input != null && Files.isDirectory(input)) {
      throw new CommandFailure(input + " is a directory");
    }
  }

  /** Does the work and answers how many bytes were read. */
  long run(Work work) throws IOException {
    try (InputStream in = input == null ? System.in : Files.newInputStream(input);
        InputStream counted = progress.over(in)) {
      if (output == null) {
        // Not System.out, which keeps failures to itself; and not closed, since it is the
        // process's.
        work.run(counted, new FileOutputStream(FileDescriptor.out));
      } else if (Files.exists(output) && !Files.isRegularFile(output)) {
        try (OutputStream out = Files.newOutputStream(output)) {
          work.run(counted, out);
        }
      } else {
        intoFile(counted, work);
      }
    } finally {
      progress.end();
    }
    return progress.done();
  }

  private void intoFile(InputStream in, Work work) throws IOException {
    Path target = output.toAbsolutePath();
    // Only its owner may read it; nobody else has a say in what was secret a moment ago.
    Path part = Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".part");
    // For the user who breaks it off; what has its final name by then is not touched.
    part.toFile().deleteOnExit();
    boolean done = false;
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        OutputStream out = Channels.newOutputStream(channel);
        work.run(in, out);
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** A size for people. */
  static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }
}
