// SPDX-License-Identifier: Apache-2.0
/** What the tests need from inside: a vault that opens fast. */
package dev.holdfast.kms;
