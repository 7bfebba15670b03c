// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

/** The command cannot do what it was asked; the message says what, where, and what to do. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
