// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/** A key in a list. */
public record KeyListEntry(String keyId, String keyArn) {}
