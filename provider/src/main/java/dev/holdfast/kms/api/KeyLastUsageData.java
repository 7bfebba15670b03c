// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;

/**
 * The last use of a key.
 *
 * @param operation AWS's name of what it did, such as {@code Decrypt}
 */
public record KeyLastUsageData(String operation, Instant timestamp) {}
