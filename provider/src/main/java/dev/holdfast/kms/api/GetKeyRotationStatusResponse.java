// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;

/**
 * What {@link KeyService#getKeyRotationStatus} gives.
 *
 * @param keyId the id of the key, where most operations give its ARN
 * @param rotationPeriodInDays null where rotation is off
 * @param nextRotationDate null where rotation is off
 * @param onDemandRotationStartDate null: a rotation on demand is done when its call returns
 */
public record GetKeyRotationStatusResponse(
    boolean keyRotationEnabled,
    String keyId,
    Integer rotationPeriodInDays,
    Instant nextRotationDate,
    Instant onDemandRotationStartDate) {}
