// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.nio.file.Path;

/** A file cannot serve as PKCS#11 module; the message says which file, why, and what to do. */
public final class Pkcs11LibraryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String library;

  Pkcs11LibraryException(Path library, String problem, Throwable cause) {
    super("PKCS#11 library " + library + ": " + problem, cause);
    this.library = library.toString();
  }

  /** The file, as it was asked for. */
  public Path library() {
    return Path.of(library);
  }
}
