// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/** Anything a backend may or may not offer: a kind of key, or a way of using one. */
public sealed interface Algorithm
    permits KeySpec, SignScheme, CipherScheme, MacScheme, DerivationScheme {}
