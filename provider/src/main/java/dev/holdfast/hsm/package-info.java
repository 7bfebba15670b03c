// SPDX-License-Identifier: Apache-2.0
/**
 * Keys on a PKCS#11 token: generated there, used there, never read.
 *
 * <p>{@link dev.holdfast.hsm.HsmBackend} is the door; what tokens are told is in {@code Templates}
 * and {@code Mechanisms}, what they do otherwise than the standard says in {@code Quirks}, what
 * their answers mean in {@code CkrTable}.
 */
package dev.holdfast.hsm;
