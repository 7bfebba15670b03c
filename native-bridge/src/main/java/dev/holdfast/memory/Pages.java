// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One run of anonymous pages, locked and kept out of core dumps as far as the system lets us. Also
 * keeps the account of what was granted, which is the process's and not an instance's: so are the
 * limits.
 */
final class Pages {
  private static final boolean UNIX_64 = !Platform.isWindows() && Native.POINTER_SIZE == 8;
  private static final Object ACCOUNT = new Object();
  private static long mappedBytes;
  private static long lockedBytes;
  private static boolean dumpable;
  private static boolean seenByFork;
  private static String reason = "";

  final long address;
  final long size;
  private final Pointer pointer;
  private final boolean locked;

  private Pages(long address, long size, boolean locked) {
    this.address = address;
    this.size = size;
    this.pointer = new Pointer(address);
    this.locked = locked;
  }

  /**
   * @param atLeast bytes; rounded up to whole pages
   * @throws OutOfMemoryError when the system maps no more
   */
  static Pages map(long atLeast) {
    if (!UNIX_64) {
      return unprotected(atLeast);
    }
    long page = LibC.getpagesize();
    long size = (atLeast + page - 1) / page * page;
    long address = LibC.mmap(0, size, LibC.PROT_READ_WRITE, LibC.MAP_PRIVATE_ANONYMOUS, -1, 0);
    if (address == LibC.MAP_FAILED) {
      throw new OutOfMemoryError("mmap of " + size + " bytes: " + lastError());
    }
    return new Pages(address, size, protect(address, size));
  }

  private static Pages unprotected(long size) {
    long address = Native.malloc(size);
    if (address == 0) {
      throw new OutOfMemoryError("malloc of " + size + " bytes");
    }
    Pages pages = new Pages(address, size, false);
    pages.wipe(0, size);
    synchronized (ACCOUNT) {
      mappedBytes += size;
      dumpable = true;
      seenByFork = true;
      note("memory can be locked on 64-bit Linux only, not on " + System.getProperty("os.name"));
    }
    return pages;
  }

  private static boolean protect(long address, long size) {
    boolean locked = lock(address, size);
    synchronized (ACCOUNT) {
      mappedBytes += size;
      if (locked) {
        lockedBytes += size;
      } else {
        note(
            "mlock refused with "
                + lastError()
                + ": "
                + lockedBytes
                + " bytes are locked; raise `ulimit -l`, or LimitMEMLOCK= of the systemd unit");
      }
      dumpable |= !advise(address, size, LibC.MADV_DONTDUMP, "MADV_DONTDUMP");
      seenByFork |= !advise(address, size, LibC.MADV_WIPEONFORK, "MADV_WIPEONFORK");
      return locked;
    }
  }

  /** What is kept for speed gives way to what is needed now, where the limit is low. */
  private static boolean lock(long address, long size) {
    return LibC.mlock(address, size) == 0
        || (LargeBlocks.releaseKept() && LibC.mlock(address, size) == 0);
  }

  private static boolean advise(long address, long size, int advice, String name) {
    if (!Platform.isLinux()) {
      note(name + " exists on Linux only; switch core dumps off with `ulimit -c 0`");
      return false;
    }
    if (LibC.madvise(address, size, advice) == 0) {
      return true;
    }
    note(
        "madvise("
            + name
            + ") refused with "
            + lastError()
            + ": the kernel is too old; "
            + "switch core dumps off with `ulimit -c 0`");
    return false;
  }

  /**
   * The first refusal of each kind tells all there is to know; later ones only differ in numbers.
   */
  private static void note(String refusal) {
    String kind = refusal.substring(0, Math.min(16, refusal.length()));
    if (!reason.contains(kind)) {
      reason = reason.isEmpty() ? refusal : reason + "; " + refusal;
    }
  }

  private static String lastError() {
    return LibC.errnoName(Native.getLastError());
  }

  static MemoryProtection protection() {
    synchronized (ACCOUNT) {
      return new MemoryProtection(
          lockedBytes == mappedBytes, !dumpable, !seenByFork, mappedBytes, lockedBytes, reason);
    }
  }

  /** A view in native byte order; the caller bounds it. */
  ByteBuffer view(long at, int length) {
    return pointer.getByteBuffer(at, length).order(ByteOrder.nativeOrder());
  }

  /**
   * Zeroes through a native memset, of which neither the JIT nor JNA's C compiler knows that nobody
   * reads the result.
   */
  void wipe(long at, long length) {
    pointer.setMemory(at, length, (byte) 0);
  }

  /** Gives the pages back. The caller has wiped them and hands out no more of them. */
  void unmap() {
    synchronized (ACCOUNT) {
      mappedBytes -= size;
      lockedBytes -= locked ? size : 0;
    }
    if (UNIX_64) {
      LibC.munmap(address, size);
    } else {
      Native.free(address);
    }
  }
}
