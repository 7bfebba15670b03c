// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where Debian, Ubuntu and Fedora have the PKCS #11 libraries that tests and benchmarks run on.
 * What is missing is an {@link IllegalStateException} that says what to install: nothing is
 * skipped.
 */
public final class Libraries {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/lib/softhsm"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm"),
          Path.of("/usr/lib/x86_64-linux-gnu/pkcs11"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm"),
          Path.of("/usr/lib/aarch64-linux-gnu/pkcs11"),
          Path.of("/usr/lib/aarch64-linux-gnu/nss"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib64/pkcs11"),
          Path.of("/usr/lib"),
          Path.of("/usr/lib/pkcs11"));

  private Libraries() {}

  /** SoftHSM2. */
  public static Path softHsm() {
    return find("libsofthsm2.so", "softhsm2");
  }

  /** OpenSC's module that hands every call on to another one, and writes it down. */
  public static Path spy() {
    return find("pkcs11-spy.so", "opensc");
  }

  /** NSS's token. */
  public static Path softokn() {
    return find("libsoftokn3.so", "libnss3");
  }

  /** The module that is all modules p11-kit knows. */
  public static Path p11KitProxy() {
    return find("p11-kit-proxy.so", "p11-kit-modules");
  }

  /** A library of every system that is no PKCS #11 module. */
  public static Path maths() {
    return find("libm.so.6", "libc6");
  }

  private static Path find(String library, String debianPackage) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(library))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    library
                        + " is missing; bin/verify installs it, or: apt-get install "
                        + debianPackage));
  }
}
