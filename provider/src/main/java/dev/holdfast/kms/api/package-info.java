// SPDX-License-Identifier: Apache-2.0
/**
 * The key management service as programs see it: one interface, a request and a response for each
 * operation, and one exception. Holds no logic.
 */
package dev.holdfast.kms.api;
