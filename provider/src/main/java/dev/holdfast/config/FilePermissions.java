// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Set;

/** What people other than a file's owner may do with it, where the file system knows owners. */
final class FilePermissions {
  private static final Set<PosixFilePermission> OTHERS_READ =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private FilePermissions() {}

  static boolean othersMayRead(Path file) {
    return anyOf(file, OTHERS_READ);
  }

  static boolean othersMayWrite(Path file) {
    return anyOf(file, OTHERS_WRITE);
  }

  private static boolean anyOf(Path file, Set<PosixFilePermission> permissions) {
    try {
      return !Collections.disjoint(Files.getPosixFilePermissions(file), permissions);
    } catch (UnsupportedOperationException | IOException e) {
      // No POSIX permissions to ask for (Windows, a FIFO): nothing can be said against the file.
      // One
      // that is missing is reported by whoever reads it.
      return false;
    }
  }
}
