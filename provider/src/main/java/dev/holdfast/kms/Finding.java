// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

/**
 * Something the doctor looked at.
 *
 * @param what what was found, as a sentence
 * @param mend what to do about it; empty where all is well
 */
public record Finding(Severity severity, String what, String mend) {
  /** How bad it is. */
  public enum Severity {
    OK,
    WARNING,
    ERROR
  }

  public static Finding ok(String what) {
    return new Finding(Severity.OK, what, "");
  }

  public static Finding warning(String what, String mend) {
    return new Finding(Severity.WARNING, what, mend);
  }

  public static Finding error(String what, String mend) {
    return new Finding(Severity.ERROR, what, mend);
  }
}
