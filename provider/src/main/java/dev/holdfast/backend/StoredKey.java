// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

/**
 * A key that outlives the process, and what its record must hold for {@link KeyBackend#open} to
 * find it again.
 *
 * @param reference the backend's own bytes: sealed material, or nothing where the context's
 *     material id suffices. Safe to keep in an untrusted store.
 */
@SuppressWarnings("ArrayRecordComponent") // handed from a backend to the record, never compared
public record StoredKey(KeyHandle handle, byte[] reference) {}
