// SPDX-License-Identifier: Apache-2.0
/**
 * The key management service: the only gate to a key backend.
 *
 * <p>{@link dev.holdfast.kms.Vault} is what the JCA, the command and integrations see; a {@link
 * dev.holdfast.kms.ManagedKey} is a key in it, and using that key goes through the gate.
 *
 * <p>{@link dev.holdfast.kms.VaultKeyService} has AWS's operations, each in the class of its family
 * ({@code …Operations}): a family checks the request in AWS's words, finds the key, asks the gate,
 * ends a dry run, and only then does something. What an operation does in each of a key's states is
 * in {@code KeyStates} alone, which specs and algorithms there are in {@code Specs}, and how a
 * failure below becomes AWS's error in {@code Refusals}.
 */
package dev.holdfast.kms;
