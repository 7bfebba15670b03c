// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;

/** An alias in a list. */
public record AliasListEntry(
    String aliasName,
    String aliasArn,
    String targetKeyId,
    Instant creationDate,
    Instant lastUpdatedDate) {}
