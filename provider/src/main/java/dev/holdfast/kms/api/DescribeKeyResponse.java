// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/** What {@link KeyService#describeKey} gives. */
public record DescribeKeyResponse(KeyMetadata keyMetadata) {}
