// SPDX-License-Identifier: Apache-2.0
/**
 * What Holdfast promises, tried from outside: contracts over every backend, and programs that know
 * nothing of Holdfast.
 *
 * <p>{@link dev.holdfast.conformance.EveryBackend} runs a test once for each {@link
 * dev.holdfast.conformance.Backend}; a {@link dev.holdfast.conformance.Fixture} is a fresh vault of
 * it.
 */
package dev.holdfast.conformance;
