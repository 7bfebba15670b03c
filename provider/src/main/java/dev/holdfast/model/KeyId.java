// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of a key: what messages, logs and {@code toString} show, and all that they show.
 *
 * <p>A KMS key's id is a UUID, as AWS makes them; a session key's begins with {@code session/}; an
 * object of a token that stands alone has {@code token/} and its CKA_ID in hexadecimal.
 */
public record KeyId(String value) {
  public KeyId {
    Objects.requireNonNull(value);
  }

  /** A fresh id for a key that will have a record. */
  public static KeyId random() {
    return new KeyId(UUID.randomUUID().toString());
  }

  /** A fresh id for a key that lives no longer than this process. */
  public static KeyId randomSession() {
    return new KeyId("session/" + UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value;
  }
}
