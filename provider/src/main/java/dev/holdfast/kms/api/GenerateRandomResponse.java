// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/** What {@link KeyService#generateRandom} gives. */
public record GenerateRandomResponse(Blob plaintext) {}
