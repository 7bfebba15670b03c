// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.openssl;

/** A function of OpenSSL failed. The message has its name and OpenSSL's own words, never data. */
public final class OpenSslException extends Exception {
  private static final long serialVersionUID = 1L;

  private OpenSslException(String message) {
    super(message);
  }

  /** Reads the last error of this thread, and clears what else there is. */
  static OpenSslException of(String function) {
    long error = LibCrypto.ERR_get_error();
    LibCrypto.ERR_clear_error();
    if (error == 0) {
      return new OpenSslException(function + " failed");
    }
    byte[] text = new byte[256];
    LibCrypto.ERR_error_string_n(error, text, text.length);
    return new OpenSslException(function + ": " + com.sun.jna.Native.toString(text, "US-ASCII"));
  }

  static void check(boolean succeeded, String function) throws OpenSslException {
    if (!succeeded) {
      throw of(function);
    }
  }
}
