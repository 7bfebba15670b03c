// SPDX-License-Identifier: Apache-2.0
/**
 * The system's libcrypto (OpenSSL 3) over JNA: EVP keys and ciphers that take their keys from
 * locked memory, and nothing of what keys mean.
 */
package dev.holdfast.openssl;
