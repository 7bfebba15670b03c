// SPDX-License-Identifier: Apache-2.0
/**
 * The nouns every room speaks in: key specs, usages, states and the schemes an operation follows.
 *
 * <p>Pure immutable values. This package imports nothing of Holdfast, so any room may use it
 * without an arrow turning back.
 */
package dev.holdfast.model;
