// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/**
 * What came of trying a way to use keys.
 *
 * @param why for people, where the answer was wrong or the backend's own padding is; else empty
 */
public record Examined(Outcome outcome, String why) {
  /** How the way is served. */
  public enum Outcome {
    /** By the backend itself, and a known answer was right. */
    RIGHT,
    /** The padding is done here, over the token's raw RSA, and a known answer was right. */
    PADDED_HERE,
    /** By the token, which wants the message and hashes it, and a known answer was right. */
    HASHED_THERE,
    /** By the backend itself, which nothing here can check. */
    BELIEVED,
    /** Not at all: the backend does not say that it does. */
    MISSING,
    /** Not at all: it says so and a known answer was wrong. */
    WRONG
  }

  /** An outcome that needs no reason. */
  public static Examined of(Outcome outcome) {
    return new Examined(outcome, "");
  }
}
