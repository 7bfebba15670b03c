// SPDX-License-Identifier: Apache-2.0
/**
 * What a key backend is: a small core and capabilities of one or two methods over an opaque handle.
 *
 * <p>Only {@code dev.holdfast.kms} calls a backend; backends know neither each other nor who asks.
 */
package dev.holdfast.backend;
