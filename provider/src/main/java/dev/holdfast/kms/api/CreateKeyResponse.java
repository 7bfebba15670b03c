// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/** What {@link KeyService#createKey} gives. */
public record CreateKeyResponse(KeyMetadata keyMetadata) {}
