// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.DeleteAliasRequest;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.UpdateAliasRequest;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Names for keys. An alias here is an entry of the KeyStore, too. */
final class AliasOperations {
  private static final int MOST = 50;

  private final Desk desk;

  AliasOperations(Desk desk) {
    this.desk = desk;
  }

  void createAlias(CreateAliasRequest request) throws KeyOperationException {
    String name = free(request.aliasName());
    ManagedKey key =
        desk.admitCustomers(
            desk.names().keyItself(request.targetKeyId(), "targetKeyId"), Operation.CREATE_ALIAS);
    desk.containers()
        .read(
            records -> {
              requireRoom(records, name, key);
              return null;
            });
    Checks.endDryRun(request.dryRun());
    Instant now = desk.containers().clock().instant();
    write(
        records -> {
          requireRoom(records, name, key);
          String id = key.id().value();
          LifeOperations.requireState(
              desk.containers().keys().require(records, id), Operation.CREATE_ALIAS);
          records.put(NameRecord.ALIAS, name, id, new NameRecord(id, now, List.of()).encode());
        });
  }

  private String free(String aliasName) {
    String name = desk.names().alias(aliasName);
    if (ManagedKeys.isReserved(name)) {
      throw new KmsException(
          KmsError.NOT_AUTHORIZED, "The alias " + aliasName + " is reserved for managed keys");
    }
    return name;
  }

  private void requireRoom(Records records, String name, ManagedKey key)
      throws KeyOperationException {
    for (String kind : List.of(NameRecord.ALIAS, NameRecord.CERTIFICATE, KeyRecord.KIND)) {
      if (records.get(kind, name).isPresent()) {
        throw new KmsException(
            KmsError.ALREADY_EXISTS,
            "An alias with the name " + desk.place().arnOfAlias(name) + " already exists");
      }
    }
    requireFewer(records, key);
  }

  private static void requireFewer(Records records, ManagedKey key) throws KeyOperationException {
    if (records.owned(NameRecord.ALIAS, key.id().value()).size() >= MOST) {
      throw new KmsException(
          KmsError.LIMIT_EXCEEDED, "Key " + key.id() + " has " + MOST + " aliases already");
    }
  }

  void updateAlias(UpdateAliasRequest request) throws KeyOperationException {
    String name = free(request.aliasName());
    ManagedKey target =
        desk.admitCustomers(
            desk.names().keyItself(request.targetKeyId(), "targetKeyId"), Operation.UPDATE_ALIAS);
    desk.containers()
        .read(
            records -> {
              repointed(records, name, target);
              return null;
            });
    Checks.endDryRun(request.dryRun());
    write(
        records ->
            records.put(
                NameRecord.ALIAS,
                name,
                target.id().value(),
                repointed(records, name, target).encode()));
  }

  /**
   * The alias as it will be. Certificates that were set under it belong to the key it leaves, and
   * are dropped unless it stays with that key.
   */
  private NameRecord repointed(Records records, String name, ManagedKey target)
      throws KeyOperationException {
    Optional<byte[]> body = records.get(NameRecord.ALIAS, name);
    if (body.isEmpty()) {
      throw desk.names().noAlias(name);
    }
    NameRecord before = NameRecord.decode(name, body.get());
    KeyRecord wanted = desk.containers().keys().require(records, target.id().value());
    LifeOperations.requireState(wanted, Operation.UPDATE_ALIAS);
    if (before.key().equals(target.id().value())) {
      return new NameRecord(
          before.key(), before.created(), before.chain(), desk.containers().clock().instant());
    }
    KeyRecord present = desk.containers().keys().require(records, before.key());
    if (present.spec().type().isAsymmetric() != wanted.spec().type().isAsymmetric()
        || !present.usages().equals(wanted.usages())) {
      throw Refusals.invalid(
          "Alias "
              + desk.place().arnOfAlias(name)
              + " cannot be changed from a key with usage "
              + Descriptions.usage(present)
              + " and spec "
              + present.spec()
              + " to one with usage "
              + Descriptions.usage(wanted)
              + " and spec "
              + wanted.spec());
    }
    requireFewer(records, target);
    return new NameRecord(
        target.id().value(), before.created(), List.of(), desk.containers().clock().instant());
  }

  void deleteAlias(DeleteAliasRequest request) throws KeyOperationException {
    String name = free(request.aliasName());
    ManagedKey key =
        desk.containers()
            .key(desk.containers().aliased(name).orElseThrow(() -> desk.names().noAlias(name)));
    desk.gate().check(key, Operation.DELETE_ALIAS);
    Checks.endDryRun(request.dryRun());
    write(
        records -> {
          if (records.get(NameRecord.ALIAS, name).isEmpty()) {
            throw desk.names().noAlias(name);
          }
          records.delete(NameRecord.ALIAS, name);
        });
  }

  private interface Change {
    void in(Records records) throws KeyOperationException;
  }

  private void write(Change change) throws KeyOperationException {
    desk.containers()
        .write(
            records -> {
              change.in(records);
              return null;
            });
  }
}
