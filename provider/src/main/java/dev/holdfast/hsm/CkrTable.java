// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Pkcs11Exception;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a token's return value means to the caller. One table; what is not in it is a fault. */
final class CkrTable {
  private static final Map<Long, Reason> REASONS = new HashMap<>();

  static {
    put(
        Reason.LOGIN,
        Ckr.CKR_PIN_INCORRECT,
        Ckr.CKR_PIN_INVALID,
        Ckr.CKR_PIN_LEN_RANGE,
        Ckr.CKR_PIN_EXPIRED,
        Ckr.CKR_PIN_LOCKED,
        Ckr.CKR_USER_NOT_LOGGED_IN,
        Ckr.CKR_USER_PIN_NOT_INITIALIZED,
        Ckr.CKR_USER_ANOTHER_ALREADY_LOGGED_IN,
        Ckr.CKR_USER_TOO_MANY_TYPES,
        Ckr.CKR_USER_TYPE_INVALID);
    put(Reason.NOT_FOUND, Ckr.CKR_KEY_HANDLE_INVALID, Ckr.CKR_OBJECT_HANDLE_INVALID);
    put(
        Reason.NOT_ALLOWED,
        Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED,
        Ckr.CKR_ACTION_PROHIBITED,
        Ckr.CKR_ATTRIBUTE_READ_ONLY,
        Ckr.CKR_TOKEN_WRITE_PROTECTED,
        Ckr.CKR_SESSION_READ_ONLY,
        Ckr.CKR_FUNCTION_REJECTED);
    put(
        Reason.UNSUPPORTED,
        Ckr.CKR_MECHANISM_INVALID,
        Ckr.CKR_MECHANISM_PARAM_INVALID,
        Ckr.CKR_FUNCTION_NOT_SUPPORTED,
        Ckr.CKR_CURVE_NOT_SUPPORTED,
        Ckr.CKR_DOMAIN_PARAMS_INVALID,
        Ckr.CKR_TEMPLATE_INCONSISTENT,
        Ckr.CKR_TEMPLATE_INCOMPLETE,
        Ckr.CKR_ATTRIBUTE_TYPE_INVALID,
        Ckr.CKR_ATTRIBUTE_VALUE_INVALID);
    put(Reason.WRONG_KEY, Ckr.CKR_KEY_SIZE_RANGE, Ckr.CKR_KEY_TYPE_INCONSISTENT);
    put(
        Reason.BAD_INPUT,
        Ckr.CKR_ARGUMENTS_BAD,
        Ckr.CKR_DATA_INVALID,
        Ckr.CKR_DATA_LEN_RANGE,
        Ckr.CKR_ENCRYPTED_DATA_INVALID,
        Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE);
    put(
        Reason.UNAVAILABLE,
        Ckr.CKR_DEVICE_ERROR,
        Ckr.CKR_DEVICE_MEMORY,
        Ckr.CKR_DEVICE_REMOVED,
        Ckr.CKR_HOST_MEMORY,
        Ckr.CKR_SESSION_CLOSED,
        Ckr.CKR_SESSION_COUNT,
        Ckr.CKR_SESSION_HANDLE_INVALID,
        Ckr.CKR_SLOT_ID_INVALID,
        Ckr.CKR_TOKEN_NOT_PRESENT,
        Ckr.CKR_TOKEN_NOT_RECOGNIZED,
        Ckr.CKR_CRYPTOKI_NOT_INITIALIZED);
  }

  /** After these, what was known of handles is void, and one more try with new ones is worth it. */
  private static final Set<Long> STALE =
      Set.of(
          Ckr.CKR_KEY_HANDLE_INVALID,
          Ckr.CKR_OBJECT_HANDLE_INVALID,
          Ckr.CKR_SESSION_HANDLE_INVALID,
          Ckr.CKR_SESSION_CLOSED,
          Ckr.CKR_CRYPTOKI_NOT_INITIALIZED);

  /** How a token says no to parameters of a mechanism that it has. */
  private static final Set<Long> NOT_THIS_WAY =
      Set.of(
          Ckr.CKR_MECHANISM_INVALID,
          Ckr.CKR_MECHANISM_PARAM_INVALID,
          Ckr.CKR_FUNCTION_NOT_SUPPORTED);

  private CkrTable() {}

  private static void put(Reason reason, long... values) {
    for (long rv : values) {
      REASONS.put(rv, reason);
    }
  }

  static Reason reason(long rv) {
    return REASONS.getOrDefault(rv, Reason.INTERNAL);
  }

  /** Whether handles must be found again, and the call may be made once more. */
  static boolean isStale(Pkcs11Exception e) {
    return STALE.contains(e.rv()) && !(e instanceof MissingObjectException);
  }

  /** Whether a mechanism was refused before it saw any data, so that another form may serve. */
  static boolean isRefusedMechanism(Pkcs11Exception e) {
    return NOT_THIS_WAY.contains(e.rv())
        || (e.rv() == Ckr.CKR_ARGUMENTS_BAD && e.function().endsWith("Init"));
  }

  /** Whether the token said no to what it was given, and goes on working. */
  static boolean isRefusal(Pkcs11Exception e) {
    return switch (reason(e.rv())) {
      case LOGIN, NOT_FOUND, UNAVAILABLE -> false;
      default -> true;
    };
  }

  /**
   * The failure of a call.
   *
   * @param where the HSM, its token and the key; the bridge's message adds function, CKR_ name and
   *     what to do
   * @param hint which setting to look at; may be empty
   */
  static KeyOperationException failure(Pkcs11Exception e, String where, String hint) {
    return new KeyOperationException(reason(e.rv()), where + ": " + e.getMessage() + hint, e);
  }
}
