// SPDX-License-Identifier: Apache-2.0
/**
 * Public keys as Java objects, and what belongs to a private key's encoding: its kind and its
 * public half. Knows the standards' encodings and no backend; what is unknown to the JDK is Bouncy
 * Castle's.
 */
package dev.holdfast.keys;
