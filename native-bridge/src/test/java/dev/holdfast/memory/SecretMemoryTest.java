// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMemoryTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 4096, 16_384, 16_385, 300_000})
  void bytes_comeBack(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 9);
    try (SecretMemory memory = SecretMemory.copyOf(bytes)) {
      assertEquals(size, memory.size());
      assertArrayEquals(bytes, memory.toByteArray());
      assertEquals(size, memory.asByteBuffer().remaining());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 16_384})
  void bytes_areZeroAfterClose(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 0x5a);
    SecretMemory memory = SecretMemory.copyOf(bytes);
    Pointer peek = new Pointer(memory.address());
    assertArrayEquals(bytes, peek.getByteArray(0, size));
    memory.close();
    assertArrayEquals(new byte[size], peek.getByteArray(0, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void pages_areLockedAndNotDumped(int size) throws Exception {
    try (SecretMemory memory = SecretMemory.allocate(size)) {
      List<String> flags = flagsOf(memory.address());
      MemoryProtection protection = MemoryProtection.current();
      assertTrue(flags.contains("dd"), flags.toString());
      assertTrue(flags.contains("wf"), flags.toString());
      assertTrue(flags.contains("lo"), flags + " " + protection.reason());
      assertTrue(protection.excludedFromCoreDumps() && protection.locked());
      assertEquals("", protection.reason());
    }
  }

  @Test
  void largeBlocks_areUsedAgain_wiped() {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) 7);
    SecretMemory first = SecretMemory.copyOf(bytes);
    long address = first.address();
    first.close();
    try (SecretMemory second = SecretMemory.allocate(bytes.length - 5000)) {
      assertEquals(address, second.address());
      assertArrayEquals(new byte[bytes.length - 5000], second.toByteArray());
    }
  }

  @Test
  void largeBlocks_beyondAFew_giveTheirPagesBack() {
    LargeBlocks.releaseKept();
    long before = MemoryProtection.current().mappedBytes();
    SecretMemory[] many = new SecretMemory[20];
    Arrays.setAll(many, i -> SecretMemory.allocate(1 << 20));
    assertEquals(before + (20 << 20), MemoryProtection.current().mappedBytes());
    for (SecretMemory memory : many) {
      memory.close();
    }
    assertEquals(before + LargeBlocks.KEEP, MemoryProtection.current().mappedBytes());
    LargeBlocks.releaseKept();
    assertEquals(before, MemoryProtection.current().mappedBytes());
  }

  @Test
  void useAfterClose_isRefused() {
    SecretMemory memory = SecretMemory.allocate(8);
    memory.close();
    memory.close();
    assertThrows(IllegalStateException.class, memory::address);
    assertThrows(IllegalStateException.class, memory::toByteArray);
    assertThrows(IllegalStateException.class, memory::asByteBuffer);
    assertThrows(IllegalStateException.class, () -> memory.write(0, new byte[1], 0, 1));
  }

  @Test
  void secondClose_doesNotFreeTheNextHolder() {
    SecretMemory first = SecretMemory.allocate(64);
    first.close();
    try (SecretMemory second = SecretMemory.copyOf(new byte[] {1, 2, 3})) {
      first.close();
      assertArrayEquals(new byte[] {1, 2, 3}, second.toByteArray());
    }
  }

  @Test
  void positions_areChecked() {
    try (SecretMemory memory = SecretMemory.allocate(10)) {
      byte[] heap = new byte[20];
      assertThrows(IndexOutOfBoundsException.class, () -> memory.write(5, heap, 0, 6));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.read(-1, heap, 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.read(0, heap, 15, 10));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.wipe(0, 11));
    }
    assertThrows(IllegalArgumentException.class, () -> SecretMemory.allocate(-1));
  }

  @Test
  void toString_showsTheSizeOnly() {
    try (SecretMemory memory = SecretMemory.copyOf(new byte[] {65, 66})) {
      assertEquals("SecretMemory[2 bytes]", memory.toString());
    }
  }

  @Test
  void droppedMemory_isWipedByTheCollector() throws Exception {
    Pointer peek = new Pointer(drop());
    for (int i = 0; i < 100 && peek.getByte(0) != 0; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, peek.getByte(0));
  }

  @Test
  void manyThreads_keepTheirBytesApart() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    Callable<Boolean> worker =
        () -> {
          byte mark = (byte) (1 + Thread.currentThread().getId() % 120);
          for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[1 + i % 700];
            try (SecretMemory memory = SecretMemory.allocate(bytes.length)) {
              if (!Arrays.equals(bytes, memory.toByteArray())) {
                return false;
              }
              Arrays.fill(bytes, mark);
              memory.write(0, bytes, 0, bytes.length);
              if (!Arrays.equals(bytes, memory.toByteArray())) {
                return false;
              }
            }
          }
          return true;
        };
    for (Future<Boolean> result : threads.invokeAll(java.util.Collections.nCopies(32, worker))) {
      assertTrue(result.get());
    }
    threads.shutdown();
  }

  @Test
  void errnoNames_areTheSystems() {
    assertEquals("ENOMEM", LibC.errnoName(12));
    assertEquals("errno 99", LibC.errnoName(99));
    assertFalse(LibC.errnoName(1).isEmpty());
  }

  private static long drop() {
    return SecretMemory.copyOf(new byte[] {77, 77}).address();
  }

  private static List<String> flagsOf(long address) throws Exception {
    boolean here = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("^[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] range = line.split("[- ]", 3);
        long start = Long.parseUnsignedLong(range[0], 16);
        long end = Long.parseUnsignedLong(range[1], 16);
        here = Long.compareUnsigned(start, address) <= 0 && Long.compareUnsigned(address, end) < 0;
      } else if (here && line.startsWith("VmFlags:")) {
        return List.of(line.substring(8).trim().split(" ", -1));
      }
    }
    throw new AssertionError("address not mapped");
  }
}
