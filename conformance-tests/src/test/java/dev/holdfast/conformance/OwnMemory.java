// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/**
 * What this process can write to, but for the Java heap, whose garbage is read from a dump: native
 * memory, stacks and locked pages. Linux and HotSpot.
 */
final class OwnMemory implements AutoCloseable {
  private static final int PART = 1 << 20;
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw.. [0-9a-f]+ [0-9a-f:]+ [0-9]+ *(.*)");
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]+)");

  private final RandomAccessFile memory;

  OwnMemory() throws IOException {
    memory = new RandomAccessFile("/proc/self/mem", "r");
  }

  /** Looks at a part of the memory. */
  interface Look {
    /**
     * @param bytes may be changed; read again into for the next part
     */
    void at(byte[] bytes, int length);
  }

  /**
   * Shows all of it in parts.
   *
   * @param overlap bytes of a part that the next one begins with
   */
  void forEachPart(int overlap, Look look) throws Exception {
    long[] heap = heap();
    byte[] part = new byte[PART];
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      Matcher mapping = MAPPING.matcher(line);
      if (!mapping.matches()) {
        continue;
      }
      long end = Long.parseUnsignedLong(mapping.group(2), 16);
      long at = Long.parseUnsignedLong(mapping.group(1), 16);
      boolean ofHeap = at < heap[1] && end > heap[0];
      while (!ofHeap && at < end) {
        int length = (int) Math.min(PART, end - at);
        if (read(at, part, length)) {
          look.at(part, length);
        }
        at += length < PART ? length : PART - overlap;
      }
    }
  }

  /** A guard page, or a mapping that is gone meanwhile, cannot be read. */
  private boolean read(long at, byte[] part, int length) {
    try {
      memory.seek(at);
      memory.readFully(part, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the Java heap begins and ends, as HotSpot tells. */
  private static long[] heap() throws Exception {
    String told =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcHeapInfo",
                    null,
                    null);
    long from = Long.MAX_VALUE;
    long to = 0;
    Matcher address = ADDRESS.matcher(told);
    while (address.find()) {
      long value = Long.parseUnsignedLong(address.group(1), 16);
      from = Math.min(from, value);
      to = Math.max(to, value);
    }
    if (from >= to) {
      throw new IllegalStateException("Where is the heap? " + told);
    }
    return new long[] {from, to};
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
