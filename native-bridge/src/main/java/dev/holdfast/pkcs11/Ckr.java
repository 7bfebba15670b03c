// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/** Return values, CKR_* (PKCS #11 2.40, section 5.1), and their names. */
public final class Ckr {
  public static final long CKR_OK = 0x0000L;
  public static final long CKR_CANCEL = 0x0001L;
  public static final long CKR_HOST_MEMORY = 0x0002L;
  public static final long CKR_SLOT_ID_INVALID = 0x0003L;
  public static final long CKR_GENERAL_ERROR = 0x0005L;
  public static final long CKR_FUNCTION_FAILED = 0x0006L;
  public static final long CKR_ARGUMENTS_BAD = 0x0007L;
  public static final long CKR_NO_EVENT = 0x0008L;
  public static final long CKR_NEED_TO_CREATE_THREADS = 0x0009L;
  public static final long CKR_CANT_LOCK = 0x000aL;
  public static final long CKR_ATTRIBUTE_READ_ONLY = 0x0010L;
  public static final long CKR_ATTRIBUTE_SENSITIVE = 0x0011L;
  public static final long CKR_ATTRIBUTE_TYPE_INVALID = 0x0012L;
  public static final long CKR_ATTRIBUTE_VALUE_INVALID = 0x0013L;
  public static final long CKR_ACTION_PROHIBITED = 0x001bL;
  public static final long CKR_DATA_INVALID = 0x0020L;
  public static final long CKR_DATA_LEN_RANGE = 0x0021L;
  public static final long CKR_DEVICE_ERROR = 0x0030L;
  public static final long CKR_DEVICE_MEMORY = 0x0031L;
  public static final long CKR_DEVICE_REMOVED = 0x0032L;
  public static final long CKR_ENCRYPTED_DATA_INVALID = 0x0040L;
  public static final long CKR_ENCRYPTED_DATA_LEN_RANGE = 0x0041L;
  public static final long CKR_FUNCTION_CANCELED = 0x0050L;
  public static final long CKR_FUNCTION_NOT_PARALLEL = 0x0051L;
  public static final long CKR_FUNCTION_NOT_SUPPORTED = 0x0054L;
  public static final long CKR_KEY_HANDLE_INVALID = 0x0060L;
  public static final long CKR_KEY_SIZE_RANGE = 0x0062L;
  public static final long CKR_KEY_TYPE_INCONSISTENT = 0x0063L;
  public static final long CKR_KEY_NOT_NEEDED = 0x0064L;
  public static final long CKR_KEY_CHANGED = 0x0065L;
  public static final long CKR_KEY_NEEDED = 0x0066L;
  public static final long CKR_KEY_INDIGESTIBLE = 0x0067L;
  public static final long CKR_KEY_FUNCTION_NOT_PERMITTED = 0x0068L;
  public static final long CKR_KEY_NOT_WRAPPABLE = 0x0069L;
  public static final long CKR_KEY_UNEXTRACTABLE = 0x006aL;
  public static final long CKR_MECHANISM_INVALID = 0x0070L;
  public static final long CKR_MECHANISM_PARAM_INVALID = 0x0071L;
  public static final long CKR_OBJECT_HANDLE_INVALID = 0x0082L;
  public static final long CKR_OPERATION_ACTIVE = 0x0090L;
  public static final long CKR_OPERATION_NOT_INITIALIZED = 0x0091L;
  public static final long CKR_PIN_INCORRECT = 0x00a0L;
  public static final long CKR_PIN_INVALID = 0x00a1L;
  public static final long CKR_PIN_LEN_RANGE = 0x00a2L;
  public static final long CKR_PIN_EXPIRED = 0x00a3L;
  public static final long CKR_PIN_LOCKED = 0x00a4L;
  public static final long CKR_SESSION_CLOSED = 0x00b0L;
  public static final long CKR_SESSION_COUNT = 0x00b1L;
  public static final long CKR_SESSION_HANDLE_INVALID = 0x00b3L;
  public static final long CKR_SESSION_PARALLEL_NOT_SUPPORTED = 0x00b4L;
  public static final long CKR_SESSION_READ_ONLY = 0x00b5L;
  public static final long CKR_SESSION_EXISTS = 0x00b6L;
  public static final long CKR_SESSION_READ_ONLY_EXISTS = 0x00b7L;
  public static final long CKR_SESSION_READ_WRITE_SO_EXISTS = 0x00b8L;
  public static final long CKR_SIGNATURE_INVALID = 0x00c0L;
  public static final long CKR_SIGNATURE_LEN_RANGE = 0x00c1L;
  public static final long CKR_TEMPLATE_INCOMPLETE = 0x00d0L;
  public static final long CKR_TEMPLATE_INCONSISTENT = 0x00d1L;
  public static final long CKR_TOKEN_NOT_PRESENT = 0x00e0L;
  public static final long CKR_TOKEN_NOT_RECOGNIZED = 0x00e1L;
  public static final long CKR_TOKEN_WRITE_PROTECTED = 0x00e2L;
  public static final long CKR_UNWRAPPING_KEY_HANDLE_INVALID = 0x00f0L;
  public static final long CKR_UNWRAPPING_KEY_SIZE_RANGE = 0x00f1L;
  public static final long CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT = 0x00f2L;
  public static final long CKR_USER_ALREADY_LOGGED_IN = 0x0100L;
  public static final long CKR_USER_NOT_LOGGED_IN = 0x0101L;
  public static final long CKR_USER_PIN_NOT_INITIALIZED = 0x0102L;
  public static final long CKR_USER_TYPE_INVALID = 0x0103L;
  public static final long CKR_USER_ANOTHER_ALREADY_LOGGED_IN = 0x0104L;
  public static final long CKR_USER_TOO_MANY_TYPES = 0x0105L;
  public static final long CKR_WRAPPED_KEY_INVALID = 0x0110L;
  public static final long CKR_WRAPPED_KEY_LEN_RANGE = 0x0112L;
  public static final long CKR_WRAPPING_KEY_HANDLE_INVALID = 0x0113L;
  public static final long CKR_WRAPPING_KEY_SIZE_RANGE = 0x0114L;
  public static final long CKR_WRAPPING_KEY_TYPE_INCONSISTENT = 0x0115L;
  public static final long CKR_RANDOM_SEED_NOT_SUPPORTED = 0x0120L;
  public static final long CKR_RANDOM_NO_RNG = 0x0121L;
  public static final long CKR_DOMAIN_PARAMS_INVALID = 0x0130L;
  public static final long CKR_CURVE_NOT_SUPPORTED = 0x0140L;
  public static final long CKR_BUFFER_TOO_SMALL = 0x0150L;
  public static final long CKR_SAVED_STATE_INVALID = 0x0160L;
  public static final long CKR_INFORMATION_SENSITIVE = 0x0170L;
  public static final long CKR_STATE_UNSAVEABLE = 0x0180L;
  public static final long CKR_CRYPTOKI_NOT_INITIALIZED = 0x0190L;
  public static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x0191L;
  public static final long CKR_MUTEX_BAD = 0x01a0L;
  public static final long CKR_MUTEX_NOT_LOCKED = 0x01a1L;
  public static final long CKR_NEW_PIN_MODE = 0x01b0L;
  public static final long CKR_NEXT_OTP = 0x01b1L;
  public static final long CKR_EXCEEDED_MAX_ITERATIONS = 0x01c0L;
  public static final long CKR_FIPS_SELF_TEST_FAILED = 0x01c1L;
  public static final long CKR_LIBRARY_LOAD_FAILED = 0x01c2L;
  public static final long CKR_PIN_TOO_WEAK = 0x01c3L;
  public static final long CKR_PUBLIC_KEY_INVALID = 0x01c4L;
  public static final long CKR_FUNCTION_REJECTED = 0x0200L;
  public static final long CKR_VENDOR_DEFINED = 0x80000000L;

  private static final Map<Long, String> NAMES = names();

  private Ckr() {}

  /**
   * The name of a return value, or its digits ({@code CKR_0x80000123}) where the standard has none.
   *
   * @param rv all 64 bits count: a value beyond 32 bits is not shortened to a known one
   */
  public static String name(long rv) {
    String known = NAMES.get(rv);
    return known != null ? known : String.format("CKR_0x%08x", rv);
  }

  static boolean isKnown(long rv) {
    return NAMES.containsKey(rv);
  }

  /** Read from the constants above, so that a name cannot be kept in two places and differ. */
  private static Map<Long, String> names() {
    Map<Long, String> names = new HashMap<>();
    for (Field field : Ckr.class.getFields()) {
      try {
        names.putIfAbsent(field.getLong(null), field.getName());
      } catch (IllegalAccessException e) {
        throw new AssertionError("public constant " + field.getName(), e);
      }
    }
    return Map.copyOf(names);
  }
}
