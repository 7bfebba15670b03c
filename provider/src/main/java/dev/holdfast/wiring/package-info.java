// SPDX-License-Identifier: Apache-2.0
/** Assembles vaults from a configuration: the one room that sees all others. */
package dev.holdfast.wiring;
