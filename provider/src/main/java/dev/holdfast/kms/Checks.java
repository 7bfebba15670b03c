// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import java.util.Collection;
import java.util.Map;

/** What a request must be, before anything is looked up: AWS's constraints in AWS's words. */
final class Checks {
  /** The longest description, in characters. */
  static final int DESCRIPTION = 8192;

  /** The longest plaintext and message, in bytes. */
  static final int MESSAGE = 4096;

  /** The longest ciphertext, in bytes. */
  static final int CIPHERTEXT = 6144;

  private Checks() {}

  /** AWS's sentence for one constraint. */
  static KmsException constraint(String value, String field, String constraint) {
    return Refusals.invalid(
        "1 validation error detected: Value"
            + (value == null ? " null" : value.isEmpty() ? "" : " '" + value + "'")
            + " at '"
            + field
            + "' failed to satisfy constraint: "
            + constraint);
  }

  static <T> T present(T value, String field) {
    if (value == null) {
      throw constraint(null, field, "Member must not be null");
    }
    return value;
  }

  /** A text with a length in characters. */
  static String text(String value, String field, int least, int most) {
    present(value, field);
    if (value.length() < least) {
      throw constraint(value, field, "Member must have length greater than or equal to " + least);
    }
    if (value.length() > most) {
      throw constraint(value, field, "Member must have length less than or equal to " + most);
    }
    return value;
  }

  /** Bytes; their values are not shown. */
  static byte[] bytes(Blob value, String field, int least, int most) {
    present(value, field);
    if (value.size() < least) {
      throw constraint("", field, "Member must have length greater than or equal to " + least);
    }
    if (value.size() > most) {
      throw constraint("", field, "Member must have length less than or equal to " + most);
    }
    return value.toByteArray();
  }

  static int number(Integer value, String field, int otherwise, int least, int most) {
    if (value == null) {
      return otherwise;
    }
    if (value < least) {
      throw constraint(
          value.toString(), field, "Member must have value greater than or equal to " + least);
    }
    if (value > most) {
      throw constraint(
          value.toString(), field, "Member must have value less than or equal to " + most);
    }
    return value;
  }

  /** One of AWS's words. */
  static String word(String value, String field, Collection<String> words) {
    present(value, field);
    if (!words.contains(value)) {
      throw constraint(
          value, field, "Member must satisfy enum value set: [" + String.join(", ", words) + "]");
    }
    return value;
  }

  static Map<String, String> context(Map<String, String> context, String field) {
    for (Map.Entry<String, String> pair : context.entrySet()) {
      if (pair.getKey().isEmpty() || pair.getValue().isEmpty()) {
        throw Refusals.invalid(field + " must not have an empty key or value");
      }
    }
    return context;
  }

  /** The last step of a dry run: everything is checked, and nothing is done. */
  static void endDryRun(boolean dryRun) {
    if (dryRun) {
      throw new KmsException(
          KmsError.DRY_RUN_OPERATION,
          "The request would have succeeded, but the DryRun option is set.");
    }
  }

  static KmsException later(String what) {
    return new KmsException(KmsError.UNSUPPORTED_OPERATION, what);
  }
}
