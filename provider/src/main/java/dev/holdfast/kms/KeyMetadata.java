// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that people may know of a key.
 *
 * @param created when it was made; empty for a token's object, which does not say
 */
public record KeyMetadata(
    KeyId id,
    KeySpec spec,
    KeyState state,
    Set<KeyUsage> usages,
    String backend,
    Optional<Instant> created,
    String description,
    List<String> aliases) {}
