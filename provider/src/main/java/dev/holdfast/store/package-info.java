// SPDX-License-Identifier: Apache-2.0
/**
 * Rows of bytes over JDBC, all or nothing and durable. Knows no cryptography: what a row means and
 * whether it is authentic is the ledger's business.
 */
package dev.holdfast.store;
