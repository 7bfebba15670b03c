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
    /** The backend does not offer it, and said so. */
    NOT_OFFERED,
    /** The token answered an error where it should have served. */
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

  /** Thrown where a vector cannot be tried. What may be said in it is checked where it is made. */
  static final class NotRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotRun(String why) {
      super(why);
    }

    /** The JCA of this JDK has no such engine. */
    static NotRun untilJdk(String engine, int since) {
      if (Runtime.version().feature() >= since) {
        throw new AssertionError("The JCA has a " + engine + " since JDK " + since);
      }
      return new NotRun("the JCA has a " + engine + " since JDK " + since);
    }

    /** No algorithm of that name was ever promised. */
    static NotRun noSuch(String engine, String algorithm) {
      if (Promises.has(engine, algorithm)) {
        throw new AssertionError("Holdfast has lost its " + engine + " " + algorithm);
      }
      return new NotRun("Holdfast has no " + engine + " " + algorithm);
    }

    /** No keys on such a curve were ever promised. */
    static NotRun noCurve(String curve) {
      if (Promises.CURVES.contains(curve)) {
        throw new AssertionError("Holdfast has lost its keys on the curve " + curve);
      }
      return new NotRun("Holdfast has no keys on the curve " + curve);
    }

    /** No RSA keys of that size, in bits, or with so many primes were ever promised. */
    static NotRun noRsaKey(int bits, int primes) {
      if (primes == 2 && bits >= Promises.RSA_LEAST && bits <= Promises.RSA_MOST) {
        throw new AssertionError("Holdfast has lost its RSA keys of " + bits + " bits");
      }
      return new NotRun(
          "Holdfast has no RSA keys of "
              + (primes == 2 ? bits + " bits" : primes + " or more primes"));
    }

    /** The JCA gives no way to ask for it, or Holdfast documents that it does not take it. */
    static NotRun because(String why) {
      return new NotRun(why);
    }
  }
}
