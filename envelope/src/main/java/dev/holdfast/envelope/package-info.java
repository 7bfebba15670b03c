// SPDX-License-Identifier: Apache-2.0
/**
 * Envelope encryption: data of any length under a data key that a vault's key wraps. A module of
 * its own, so that who adds the provider to a program does not inherit the library for streams.
 */
package dev.holdfast.envelope;
