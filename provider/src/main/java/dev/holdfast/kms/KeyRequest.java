// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.util.Optional;
import java.util.Set;

/**
 * A key to be made.
 *
 * @param usages what it is for; empty means everything its type can do
 * @param alias the name it gets at once; it must not be taken
 * @param description free text for people, may be empty
 * @param details what else its record holds
 */
public record KeyRequest(
    KeySpec spec,
    Set<KeyUsage> usages,
    Optional<String> alias,
    String description,
    KeyDetails details) {
  /** A key of which nothing else is said. */
  public KeyRequest(
      KeySpec spec, Set<KeyUsage> usages, Optional<String> alias, String description) {
    this(spec, usages, alias, description, KeyDetails.NONE);
  }

  public KeyRequest {
    usages = usages.isEmpty() ? spec.type().usages() : Set.copyOf(usages);
    if (!spec.type().usages().containsAll(usages)) {
      throw new IllegalArgumentException(
          "A key of spec "
              + spec
              + " cannot be used for "
              + usages
              + ", only for "
              + spec.type().usages());
    }
  }
}
