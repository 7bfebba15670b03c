// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vault file that was truncated or in which any byte was changed never gives a wrong answer:
 * either all is as before, or a documented failure says that it is not.
 */
class TamperedFileTest {
  private static final boolean FULL = Boolean.getBoolean("holdfast.full");
  private static final int STRIDE = 37;
  private static final int RANDOM_FLIPS = 150;
  private static final long LONGEST_NANOS = 10_000_000_000L;

  @TempDir Path folder;

  @Test
  void untouchedVault_worksWithoutAWord() throws Exception {
    SmallVault small = new SmallVault(folder);
    Probe probe = Probe.of(small, "untouched");
    assertTrue(probe.isUntouched(), probe::toString);
    assertFalse(probe.isDiagnosed(), probe::toString);
  }

  @Test
  @Timeout(3600)
  void truncatedFile_isNamedOrHarmless() throws Exception {
    SmallVault small = new SmallVault(folder);
    byte[] whole = Files.readAllBytes(small.file());
    Set<Integer> lengths = new TreeSet<>(Set.of(0, 1, 15, 16, 17, 99, 100, 101, 512, 1024));
    for (int page = 4096; page <= whole.length; page += 4096) {
      lengths.addAll(List.of(page - 1, page, page + 1, page + 2048));
    }
    for (int length = 0; FULL && length < whole.length; length += STRIDE) {
      lengths.add(length);
    }
    int named = 0;
    for (int length : lengths) {
      if (length < whole.length) {
        small.put(java.util.Arrays.copyOf(whole, length));
        named += probe(small, "truncated to " + length).isUntouched() ? 0 : 1;
      }
    }
    System.out.println("TamperedFileTest: " + lengths.size() + " lengths, " + named + " named");
    assertTrue(named > 20, "only " + named + " truncations were noticed");
    assertNothingLeft();
  }

  @Test
  @Timeout(7200)
  void A11_aChangedByteOfTheFile_isNamedOrHarmless() throws Exception {
    SmallVault small = new SmallVault(folder);
    byte[] whole = Files.readAllBytes(small.file());
    long seed = System.nanoTime();
    System.out.println("TamperedFileTest: seed " + seed + ", " + whole.length + " bytes");
    Random random = new Random(seed);
    int named = 0;
    List<Integer> places = places(whole, random);
    for (int place : places) {
      byte[] changed = whole.clone();
      byte mask = (byte) (FULL || random.nextBoolean() ? 1 << random.nextInt(8) : 0xff);
      changed[place] ^= mask;
      small.put(changed);
      String what = "byte " + place + " xor " + (mask & 0xff) + ", seed " + seed;
      named += probe(small, what).isUntouched() ? 0 : 1;
    }
    System.out.println("TamperedFileTest: " + places.size() + " bytes, " + named + " named");
    assertTrue(named > places.size() / 20, "only " + named + " changes were noticed");
    small.put(whole);
    assertTrue(Probe.of(small, "put back").isUntouched());
    assertNothingLeft();
  }

  /** Most of a small SQLite file is empty; what is not gets most of the attention. */
  private static List<Integer> places(byte[] whole, Random random) {
    List<Integer> places = new ArrayList<>();
    List<Integer> used = new ArrayList<>();
    for (int at = 0; at < whole.length; at++) {
      if (FULL || at < 112 || at % STRIDE == 0) {
        places.add(at);
      } else if (whole[at] != 0) {
        used.add(at);
      }
    }
    for (int count = 0; count < RANDOM_FLIPS && !FULL; count++) {
      places.add(used.get(random.nextInt(used.size())));
    }
    return places;
  }

  private static Probe probe(SmallVault small, String what) throws Exception {
    long began = System.nanoTime();
    Probe probe = Probe.of(small, what);
    long took = System.nanoTime() - began;
    assertTrue(took < LONGEST_NANOS, () -> what + " took " + took / 1_000_000 + " ms");
    return probe;
  }

  /** A vault that did not open leaves no thread, no file and no locked memory behind. */
  private void assertNothingLeft() throws Exception {
    Thread.sleep(500);
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("holdfast-watch"))
            .toList();
    assertEquals(List.of(), threads);
    List<String> open;
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      open =
          files
              .map(TamperedFileTest::target)
              .filter(target -> target.startsWith(folder.toString()))
              .collect(Collectors.toList());
    }
    assertEquals(List.of(), open);
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
