// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.DisableKeyRotationRequest;
import dev.holdfast.kms.api.EnableKeyRotationRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusResponse;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.ListKeyRotationsRequest;
import dev.holdfast.kms.api.ListKeyRotationsResponse;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.RotateKeyOnDemandResponse;
import dev.holdfast.kms.api.RotationsListEntry;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** New material for symmetric keys, every so often and when asked for. */
final class RotationOperations {
  /** The period of those who say none, and of managed keys, in days. */
  static final int PERIOD = 365;

  private static final int SHORTEST_PERIOD = 90;
  private static final int LONGEST_PERIOD = 2560;

  /** How often a key is rotated on demand in its life. */
  private static final int MOST_ON_DEMAND = 25;

  /** So close before an automatic rotation, none is made on demand. */
  private static final Duration TOO_CLOSE = Duration.ofMinutes(20);

  private static final List<String> INCLUDE = List.of("ALL_KEY_MATERIAL", "ROTATIONS_ONLY");

  private final Desk desk;

  RotationOperations(Desk desk) {
    this.desk = desk;
  }

  void enableKeyRotation(EnableKeyRotationRequest request) throws KeyOperationException {
    int days =
        Checks.number(
            request.rotationPeriodInDays(),
            "rotationPeriodInDays",
            PERIOD,
            SHORTEST_PERIOD,
            LONGEST_PERIOD);
    ManagedKey key = rotating(request.keyId(), Operation.ENABLE_KEY_ROTATION);
    Checks.endDryRun(request.dryRun());
    Instant now = desk.containers().clock().instant();
    change(
        key,
        Operation.ENABLE_KEY_ROTATION,
        before -> {
          boolean same = before.automatic() && before.periodDays() == days;
          return same ? before : before.on(days, now);
        });
  }

  void disableKeyRotation(DisableKeyRotationRequest request) throws KeyOperationException {
    ManagedKey key = rotating(request.keyId(), Operation.DISABLE_KEY_ROTATION);
    Checks.endDryRun(request.dryRun());
    change(key, Operation.DISABLE_KEY_ROTATION, KeyDetails.Rotation::off);
  }

  private ManagedKey rotating(String keyId, Operation operation) throws KeyOperationException {
    ManagedKey key = desk.admitCustomers(keyId, operation);
    requireRotates(key, operation);
    return key;
  }

  private void requireRotates(ManagedKey key, Operation operation) {
    if (!Descriptions.rotates(key.spec())) {
      throw new KmsException(
          KmsError.UNSUPPORTED_OPERATION,
          desk.arn(key)
              + " key spec is "
              + key.spec()
              + " which is not valid for "
              + operation.kmsName()
              + ". Make another key and point the alias at it.");
    }
  }

  private interface Change {
    KeyDetails.Rotation of(KeyDetails.Rotation rotation);
  }

  private void change(ManagedKey key, Operation operation, Change change)
      throws KeyOperationException {
    desk.containers()
        .change(
            key.id().value(),
            record -> {
              LifeOperations.requireState(record, operation);
              KeyDetails details = record.details();
              return record.withDetails(details.withRotation(change.of(details.rotation())));
            });
  }

  GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request)
      throws KeyOperationException {
    ManagedKey key = desk.admitItself(request.keyId(), Operation.GET_KEY_ROTATION_STATUS);
    requireRotates(key, Operation.GET_KEY_ROTATION_STATUS);
    KeyRecord record = desk.record(key);
    Checks.endDryRun(request.dryRun());
    Instant next = Descriptions.nextRotation(record);
    return new GetKeyRotationStatusResponse(
        next != null,
        key.id().value(),
        next == null ? null : record.details().rotation().periodDays(),
        next,
        null);
  }

  RotateKeyOnDemandResponse rotateKeyOnDemand(RotateKeyOnDemandRequest request)
      throws KeyOperationException {
    ManagedKey key = rotating(request.keyId(), Operation.ROTATE_KEY_ON_DEMAND);
    requireDemandAllowed(desk.record(key));
    Checks.endDryRun(request.dryRun());
    desk.containers().rotate(key.id().value(), DueWork.ON_DEMAND, this::requireDemandAllowed);
    return new RotateKeyOnDemandResponse(key.id().value());
  }

  private void requireDemandAllowed(KeyRecord record) throws KeyOperationException {
    LifeOperations.requireState(record, Operation.ROTATE_KEY_ON_DEMAND);
    String arn = desk.place().arnOfKey(record.id().value());
    KeyDetails.Rotation rotation = record.details().rotation();
    if (rotation.onDemand() >= MOST_ON_DEMAND) {
      throw new KmsException(
          KmsError.LIMIT_EXCEEDED,
          "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
              + " rotations can be performed for this key: "
              + arn);
    }
    Instant now = desk.containers().clock().instant();
    if (rotation.automatic() && !rotation.next().minus(TOO_CLOSE).isAfter(now)) {
      throw new KmsException(
          KmsError.CONFLICT,
          "Automatic rotation of " + arn + " is due within 20 minutes; try again after it");
    }
  }

  ListKeyRotationsResponse listKeyRotations(ListKeyRotationsRequest request)
      throws KeyOperationException {
    int limit = Checks.number(request.limit(), "limit", 100, 1, 1000);
    boolean all =
        request.includeKeyMaterial() != null
            && Checks.word(request.includeKeyMaterial(), "includeKeyMaterial", INCLUDE)
                .equals("ALL_KEY_MATERIAL");
    ManagedKey key = desk.admitItself(request.keyId(), Operation.LIST_KEY_ROTATIONS);
    requireRotates(key, Operation.LIST_KEY_ROTATIONS);
    KeyRecord record = desk.record(key);
    List<KeyRecord.Version> versions = new ArrayList<>();
    for (KeyRecord.Version version : record.versions()) {
      if (version.isMade() && (all || !version.rotation().isEmpty())) {
        versions.add(version);
      }
    }
    Page<KeyRecord.Version> page =
        Page.of(versions, v -> String.format("%09d", v.number()), limit, request.marker());
    Checks.endDryRun(request.dryRun());
    return new ListKeyRotationsResponse(
        page.entries().stream().map(version -> entry(record, version)).toList(),
        page.nextMarker(),
        page.isTruncated());
  }

  private static RotationsListEntry entry(KeyRecord record, KeyRecord.Version version) {
    boolean first = version.rotation().isEmpty();
    return new RotationsListEntry(
        record.id().value(),
        Descriptions.materialId(record, version),
        null,
        null,
        version.number() == record.current().number() ? "CURRENT" : "NON_CURRENT",
        null,
        null,
        first ? null : version.created(),
        first ? null : version.rotation());
  }
}
