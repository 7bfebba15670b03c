// SPDX-License-Identifier: Apache-2.0
/**
 * The key management service: the only gate to a key backend.
 *
 * <p>{@link dev.holdfast.kms.Vault} is what the JCA, the command and integrations see; a {@link
 * dev.holdfast.kms.ManagedKey} is a key in it, and using that key goes through the gate.
 */
package dev.holdfast.kms;
