// SPDX-License-Identifier: Apache-2.0
/** The {@code holdfast} command: what people and scripts do with a vault. */
package dev.holdfast.cli;
