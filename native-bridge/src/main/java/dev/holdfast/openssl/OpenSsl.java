// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.openssl;

import java.util.Optional;

/** The system's libcrypto, and whether it can be used. */
public final class OpenSsl {
  private OpenSsl() {}

  /** Why it cannot be used, for people; empty if it can. Loads the library. */
  public static Optional<String> missing() {
    return LibCrypto.MISSING;
  }

  /** Its own name and version, as in {@code OpenSSL 3.0.19 27 Jan 2026}. */
  public static String version() {
    return LibCrypto.OpenSSL_version(0);
  }
}
