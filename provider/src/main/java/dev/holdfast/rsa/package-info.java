// SPDX-License-Identifier: Apache-2.0
/**
 * RSA paddings computed here over a raw RSA operation done elsewhere, for engines and tokens that
 * lack a padding of their own.
 */
package dev.holdfast.rsa;
