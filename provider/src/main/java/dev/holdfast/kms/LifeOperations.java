// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.CancelKeyDeletionRequest;
import dev.holdfast.kms.api.CancelKeyDeletionResponse;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.CreateKeyResponse;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DescribeKeyResponse;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.GetKeyLastUsageRequest;
import dev.holdfast.kms.api.GetKeyLastUsageResponse;
import dev.holdfast.kms.api.KeyLastUsageData;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionResponse;
import dev.holdfast.kms.api.UpdateKeyDescriptionRequest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.policy.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The life of a key: made, described, switched, deleted. */
final class LifeOperations {
  private static final int WINDOW = 30;
  private static final int SHORTEST_WINDOW = 7;
  private static final List<String> ORIGINS =
      List.of("AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE");

  private final Desk desk;

  LifeOperations(Desk desk) {
    this.desk = desk;
  }

  CreateKeyResponse createKey(CreateKeyRequest request) throws KeyOperationException {
    String spec = specName(request);
    KeyUsage usage = usage(request.keyUsage(), spec);
    String description =
        request.description() == null
            ? ""
            : Checks.text(request.description(), "description", 0, Checks.DESCRIPTION);
    refuseLater(request);
    KeyDetails details =
        new KeyDetails(
            "",
            request.policy() == null ? "" : Policies.checked(request.policy()),
            Tags.checked(request.tags(), Collections.emptySortedMap()),
            KeyDetails.Rotation.OFF,
            0);
    desk.permit(Operation.CREATE_KEY);
    KeySpec wanted = KeySpec.parse(spec);
    desk.vault().requireOffered(wanted);
    Checks.endDryRun(request.dryRun());
    ManagedKey made =
        desk.vault()
            .createKey(
                new KeyRequest(wanted, Set.of(usage), Optional.empty(), description, details));
    return new CreateKeyResponse(Descriptions.of(desk.record(made), desk.place()));
  }

  private static String specName(CreateKeyRequest request) {
    if (request.keySpec() != null && request.customerMasterKeySpec() != null) {
      throw Refusals.invalid(
          "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
              + " CustomerMasterKeySpec is deprecated.");
    }
    if (request.customerMasterKeySpec() != null) {
      return Checks.word(request.customerMasterKeySpec(), "customerMasterKeySpec", Specs.names());
    }
    return request.keySpec() == null
        ? "SYMMETRIC_DEFAULT"
        : Checks.word(request.keySpec(), "keySpec", Specs.names());
  }

  private static KeyUsage usage(String name, String spec) {
    if (name == null) {
      if (!spec.equals("SYMMETRIC_DEFAULT")) {
        throw Refusals.invalid(
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption"
                + " keys.");
      }
      return KeyUsage.ENCRYPT_DECRYPT;
    }
    Checks.word(name, "keyUsage", Specs.usageNames());
    KeyUsage usage = Specs.usage(name).orElseThrow();
    if (!Specs.usages(spec).contains(usage)) {
      throw Refusals.invalid("KeyUsage " + name + " is not compatible with KeySpec " + spec);
    }
    return usage;
  }

  private static void refuseLater(CreateKeyRequest request) {
    if (request.origin() != null) {
      Checks.word(request.origin(), "origin", ORIGINS);
      if (!request.origin().equals(Descriptions.ORIGIN)) {
        throw Checks.later("Origin " + request.origin() + " comes with a later version");
      }
    }
    if (request.multiRegion()) {
      throw Checks.later("Multi-Region keys come with a later version");
    }
    if (request.customKeyStoreId() != null || request.xksKeyId() != null) {
      throw Checks.later("Custom key stores come with a later version");
    }
  }

  DescribeKeyResponse describeKey(DescribeKeyRequest request) throws KeyOperationException {
    Optional<String> managed = desk.names().managedName(request.keyId());
    if (managed.isPresent() && desk.containers().aliased(managed.get()).isEmpty()) {
      desk.permit(Operation.DESCRIBE_KEY);
      Checks.endDryRun(request.dryRun());
      makeManaged(managed.get());
    }
    ManagedKey key = desk.admit(request.keyId(), Operation.DESCRIBE_KEY);
    Checks.endDryRun(request.dryRun());
    return new DescribeKeyResponse(Descriptions.of(desk.record(key), desk.place()));
  }

  /** A managed key appears when a service first asks, and rotates every year. */
  private void makeManaged(String name) throws KeyOperationException {
    String service = ManagedKeys.service(name).orElseThrow();
    KeyDetails details =
        new KeyDetails(
            service,
            "",
            Collections.emptySortedMap(),
            KeyDetails.Rotation.OFF.on(
                RotationOperations.PERIOD, desk.containers().clock().instant()),
            0);
    KeySpec spec = KeySpec.symmetricDefault();
    try {
      desk.vault()
          .createManaged(
              new KeyRequest(
                  spec,
                  spec.type().usages(),
                  Optional.of(name),
                  "Default key that protects what " + service + " keeps",
                  details));
    } catch (KeyOperationException e) {
      // Another process asked first; its key serves both.
      if (e.reason() != Reason.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  void enableKey(EnableKeyRequest request) throws KeyOperationException {
    switchTo(request.keyId(), KeyState.ENABLED, Operation.ENABLE_KEY, request.dryRun());
  }

  void disableKey(DisableKeyRequest request) throws KeyOperationException {
    switchTo(request.keyId(), KeyState.DISABLED, Operation.DISABLE_KEY, request.dryRun());
  }

  private void switchTo(String keyId, KeyState state, Operation operation, boolean dryRun)
      throws KeyOperationException {
    ManagedKey key = desk.admitCustomers(keyId, operation);
    Checks.endDryRun(dryRun);
    change(key, operation, record -> record.inState(state));
  }

  /** Changes a record if its state still allows the operation: another process may be faster. */
  private KeyRecord change(ManagedKey key, Operation operation, Containers.Change change)
      throws KeyOperationException {
    return desk.containers()
        .change(
            key.id().value(),
            record -> {
              requireState(record, operation);
              return change.of(record);
            });
  }

  static void requireState(KeyRecord record, Operation operation) throws KeyStateException {
    if (KeyStates.of(operation, record.state()) != KeyStates.Outcome.OK) {
      throw new KeyStateException(record.id(), record.state(), operation);
    }
  }

  ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request)
      throws KeyOperationException {
    int days =
        Checks.number(
            request.pendingWindowInDays(), "pendingWindowInDays", WINDOW, SHORTEST_WINDOW, WINDOW);
    ManagedKey key = desk.admitCustomers(request.keyId(), Operation.SCHEDULE_KEY_DELETION);
    Checks.endDryRun(request.dryRun());
    // Records keep milliseconds, and the answer is what they keep.
    Instant when =
        desk.containers()
            .clock()
            .instant()
            .plus(Duration.ofDays(days))
            .truncatedTo(ChronoUnit.MILLIS);
    KeyRecord record =
        change(key, Operation.SCHEDULE_KEY_DELETION, found -> found.pendingDeletion(when, days));
    return new ScheduleKeyDeletionResponse(
        desk.arn(key), record.deletion(), record.state().kmsName(), days);
  }

  CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request)
      throws KeyOperationException {
    ManagedKey key = desk.admitCustomers(request.keyId(), Operation.CANCEL_KEY_DELETION);
    Checks.endDryRun(request.dryRun());
    change(
        key,
        Operation.CANCEL_KEY_DELETION,
        record -> {
          if (!record.deletion().isAfter(desk.containers().clock().instant())) {
            // Its material may be gone already.
            throw Refusals.of(KmsError.KMS_INVALID_STATE, desk.arn(key) + " is being deleted.");
          }
          return record.inState(KeyState.DISABLED);
        });
    return new CancelKeyDeletionResponse(desk.arn(key));
  }

  void updateKeyDescription(UpdateKeyDescriptionRequest request) throws KeyOperationException {
    String text = Checks.text(request.description(), "description", 0, Checks.DESCRIPTION);
    ManagedKey key = desk.admitCustomers(request.keyId(), Operation.UPDATE_KEY_DESCRIPTION);
    Checks.endDryRun(request.dryRun());
    change(key, Operation.UPDATE_KEY_DESCRIPTION, record -> record.withDescription(text));
  }

  /** Uses are noted by a clock that is up to a second late. */
  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  GetKeyLastUsageResponse getKeyLastUsage(GetKeyLastUsageRequest request)
      throws KeyOperationException {
    ManagedKey key = desk.admitItself(request.keyId(), Operation.GET_KEY_LAST_USAGE);
    Checks.endDryRun(request.dryRun());
    String id = key.id().value();
    Instant created = desk.record(key).created();
    KeyLastUsageData last =
        desk.containers()
            .read(records -> desk.containers().uses().of(records, id, Optional.of(key)))
            .map(use -> new KeyLastUsageData(use.operation(), later(use.when(), created)))
            .orElse(null);
    return new GetKeyLastUsageResponse(id, last, created, created);
  }
}
