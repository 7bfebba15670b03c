// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;

/** A line on a terminal that says how far reading has come. */
final class Progress {
  private static final int WIDTH = 30;
  private static final long PERIOD_NANOS = 200_000_000;

  private final PrintWriter terminal;
  private final long total;
  private final long began = System.nanoTime();
  private long done;
  private long shown;

  /**
   * @param terminal where to show it, or null for nowhere
   * @param total how many bytes there are, or -1 if that is not known
   */
  Progress(PrintWriter terminal, long total) {
    this.terminal = terminal;
    this.total = total;
  }

  /** Whether somebody looks at standard error. */
  @SuppressWarnings("SystemConsoleNull") // A console that is not null is asked below.
  static boolean isWatched() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console without a terminal too, and a method that tells.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  InputStream over(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
      }
    };
  }

  long done() {
    return done;
  }

  private void count(int bytes) {
    done += bytes;
    long now = System.nanoTime();
    if (terminal != null && now - shown > PERIOD_NANOS) {
      shown = now;
      terminal.print("\r" + line(now));
      terminal.flush();
    }
  }

  private String line(long now) {
    double seconds = Math.max((now - began) / 1e9, 1e-3);
    String pace = StreamFiles.size((long) (done / seconds)) + "/s";
    if (total <= 0) {
      return String.format("%-12s %-14s", StreamFiles.size(done), pace);
    }
    int filled = (int) Math.min(WIDTH, done * WIDTH / total);
    return String.format(
        "[%s%s] %3d%%  %s of %s  %s   ",
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        Math.min(100, done * 100 / total),
        StreamFiles.size(done),
        StreamFiles.size(total),
        pace);
  }

  /** Takes the line away. */
  void end() {
    if (terminal != null && shown != 0) {
      terminal.print("\r" + " ".repeat(100) + "\r");
      terminal.flush();
    }
  }
}
