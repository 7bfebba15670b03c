// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The few calls of the C library that lock pages. {@code size_t} and pointers are {@code long}:
 * 64-bit systems only, {@link Pages} asks first. Numbers are Linux's, except where they are the
 * same everywhere.
 */
final class LibC {
  static final int PROT_READ_WRITE = 0x3;
  static final int MAP_PRIVATE_ANONYMOUS = Platform.isMac() ? 0x1002 : 0x22;
  static final int MADV_DONTDUMP = 16;
  static final int MADV_WIPEONFORK = 18;
  static final long MAP_FAILED = -1;

  static final int EPERM = 1;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;

  static {
    Native.register(LibC.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
  }

  private LibC() {}

  static native long mmap(
      long address, long length, int protection, int flags, int fd, long offset);

  static native int munmap(long address, long length);

  static native int mlock(long address, long length);

  static native int madvise(long address, long length, int advice);

  static native int getpagesize();

  static String errnoName(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case EAGAIN -> "EAGAIN";
      case ENOMEM -> "ENOMEM";
      case EINVAL -> "EINVAL";
      case ENOSYS -> "ENOSYS";
      default -> "errno " + errno;
    };
  }
}
