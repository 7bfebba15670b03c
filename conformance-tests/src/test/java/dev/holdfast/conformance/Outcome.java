// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

/**
 * What came of a vector.
 *
 * @param detail why, for people
 */
record Outcome(Kind kind, String detail) {
  enum Kind {
    /** The answer is the vector's. */
    ACCEPTED,
    /** An exception, or a verification that says no. */
    REFUSED,
    /** An answer to compare with, such as a MAC, that differs from the vector's. */
    DIFFERENT,
    /** An answer where there should have been this one or none. */
    WRONG,
    /** A token that does not serve it said so. */
    NOT_SERVED,
    /** Not tried. */
    NOT_RUN
  }

  static final Outcome ACCEPTED = new Outcome(Kind.ACCEPTED, "");

  static Outcome refused(String why) {
    return new Outcome(Kind.REFUSED, why);
  }

  static Outcome different(String what) {
    return new Outcome(Kind.DIFFERENT, what);
  }

  static Outcome wrong(String what) {
    return new Outcome(Kind.WRONG, what);
  }

  static Outcome of(boolean accepted, String otherwise) {
    return accepted ? ACCEPTED : refused(otherwise);
  }

  /** Thrown where a vector cannot be tried. */
  static final class NotRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRun(String why) {
      super(why);
    }
  }
}
