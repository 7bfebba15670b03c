// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.pkcs11.raw.CkFunction;
import java.util.Map;

/**
 * A PKCS#11 function returned something other than CKR_OK. The message has the function, the CKR_
 * name and, for the common ones, what the user can do; never a PIN, key bytes or data.
 */
public class Pkcs11Exception extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String READ_ONLY =
      "the token is read-only: its keys can be used, but nothing on it made, changed or deleted;"
          + " lift its write protection with the vendor's tool, or make the key elsewhere";

  private static final Map<Long, String> ADVICE =
      Map.ofEntries(
          Map.entry(
              Ckr.CKR_PIN_INCORRECT,
              "the PIN is wrong; it is not tried again by itself, since tokens lock after a few"
                  + " tries"),
          Map.entry(
              Ckr.CKR_PIN_LOCKED,
              "too many wrong PINs; the token's security officer must set a new user PIN"),
          Map.entry(Ckr.CKR_PIN_EXPIRED, "change the PIN with the token vendor's tool"),
          Map.entry(Ckr.CKR_PIN_INVALID, "the token does not allow such a PIN"),
          Map.entry(Ckr.CKR_PIN_LEN_RANGE, "the PIN is shorter or longer than the token allows"),
          Map.entry(
              Ckr.CKR_USER_PIN_NOT_INITIALIZED,
              "the token has no user PIN yet; initialise it with the vendor's tool"),
          Map.entry(
              Ckr.CKR_USER_ANOTHER_ALREADY_LOGGED_IN,
              "this process is logged in as another user (security officer?) of the token"),
          Map.entry(Ckr.CKR_USER_NOT_LOGGED_IN, "the operation needs the PIN: log in first"),
          Map.entry(
              Ckr.CKR_TOKEN_NOT_PRESENT,
              "the token was removed or its connection is down; check it"),
          Map.entry(
              Ckr.CKR_TOKEN_NOT_RECOGNIZED,
              "the module does not know this token; check the library"),
          Map.entry(Ckr.CKR_TOKEN_WRITE_PROTECTED, READ_ONLY),
          Map.entry(Ckr.CKR_SESSION_READ_ONLY, READ_ONLY),
          Map.entry(
              Ckr.CKR_SESSION_COUNT,
              "the token allows no more sessions; lower the pool's maximum or close other"
                  + " programs"),
          Map.entry(
              Ckr.CKR_DEVICE_ERROR,
              "the HSM or the connection to it failed; look at the HSM's and its client's logs"),
          Map.entry(Ckr.CKR_DEVICE_REMOVED, "the token was removed; insert or reconnect it"),
          Map.entry(
              Ckr.CKR_DEVICE_MEMORY, "the token's memory is full; delete unused objects on it"),
          Map.entry(Ckr.CKR_HOST_MEMORY, "the PKCS#11 library ran out of memory"),
          Map.entry(
              Ckr.CKR_GENERAL_ERROR,
              "the PKCS#11 library failed without a reason; check its configuration and logs"),
          Map.entry(
              Ckr.CKR_MECHANISM_INVALID,
              "the token does not offer this algorithm for this operation"),
          Map.entry(
              Ckr.CKR_MECHANISM_PARAM_INVALID,
              "the token does not offer the algorithm with these parameters"),
          Map.entry(
              Ckr.CKR_FUNCTION_NOT_SUPPORTED, "the token's library does not have this function"),
          Map.entry(
              Ckr.CKR_CRYPTOKI_NOT_INITIALIZED,
              "another part of the process has shut the module down"),
          Map.entry(
              Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED,
              "the key's attributes do not allow this operation"),
          Map.entry(Ckr.CKR_KEY_UNEXTRACTABLE, "the key was made not to leave the token"),
          Map.entry(Ckr.CKR_CANT_LOCK, "the module cannot be used by several threads"));

  private final long rv;
  private final String function;

  /**
   * @param rv the CK_RV, all 64 bits
   * @param function the C function's name, {@code C_Sign}
   */
  public Pkcs11Exception(long rv, String function) {
    this(rv, function, message(rv, function), null);
  }

  Pkcs11Exception(long rv, String function, String message, Throwable cause) {
    super(message, cause);
    this.rv = rv;
    this.function = function;
  }

  /** The CK_RV, all 64 bits; compare with the constants of {@link Ckr}. */
  public final long rv() {
    return rv;
  }

  /** The function that returned it, by its name in the standard. */
  public final String function() {
    return function;
  }

  /** The return value's name, {@link Ckr#name}. */
  public final String rvName() {
    return Ckr.name(rv);
  }

  static void check(CkFunction function, long rv) throws Pkcs11Exception {
    if (rv != Ckr.CKR_OK) {
      throw new Pkcs11Exception(rv, function.name());
    }
  }

  private static String message(long rv, String function) {
    String advice = ADVICE.get(rv);
    String what = function + ": " + Ckr.name(rv);
    return advice == null ? what : what + " (" + advice + ")";
  }
}
