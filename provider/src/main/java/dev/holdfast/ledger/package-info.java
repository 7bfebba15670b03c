// SPDX-License-Identifier: Apache-2.0
/**
 * Records that cannot be changed, removed or put back unseen: a store of rows with a hash tree over
 * them and one authenticated head.
 */
package dev.holdfast.ledger;
