// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import java.io.IOException;

/**
 * A stream is no envelope, or not the whole and unchanged one. An {@link IOException}, since it is
 * met while reading.
 */
public final class EnvelopeException extends IOException {
  private static final long serialVersionUID = 1L;

  EnvelopeException(String message) {
    super(message);
  }

  EnvelopeException(String message, Throwable cause) {
    super(message, cause);
  }
}
