// SPDX-License-Identifier: Apache-2.0
/**
 * The sealed backend: keys in this process, sealed wherever they rest and unsealed into locked
 * memory for the length of an operation. An engine computes.
 */
package dev.holdfast.sealed;
