// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/** A tag of a key. */
public record Tag(String tagKey, String tagValue) {}
