// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** What C_GenerateKeyPair returns: two object handles. */
public record KeyPairHandles(long publicKey, long privateKey) {}
