// SPDX-License-Identifier: Apache-2.0
/**
 * The JCA service classes: one table of algorithms, one class per engine, opaque keys.
 *
 * <p>Thin: they buffer or digest what the caller brings and hand it to a {@link
 * dev.holdfast.kms.ManagedKey}. Objects of one engine are for one thread at a time, as the JCA has
 * it; keys and the table are for any.
 */
package dev.holdfast.jca;
