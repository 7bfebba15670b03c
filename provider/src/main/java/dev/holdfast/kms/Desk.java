// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.util.Optional;

/**
 * What the families of operations share: a vault and its records, and the steps that most
 * operations begin with.
 */
record Desk(Vault vault, Containers containers, Place place, Names names, Refusals refusals) {
  static Desk of(Vault vault, Containers containers) {
    Place place = vault.place();
    return new Desk(vault, containers, place, new Names(containers, place), new Refusals(place));
  }

  Gate gate() {
    return vault.gate();
  }

  String arn(ManagedKey key) {
    return place.arnOfKey(key.id().value());
  }

  /** A key by any name, if the operation may go on with it. */
  ManagedKey admit(String keyId, Operation operation) throws KeyOperationException {
    return admit(names.key(keyId, "keyId"), operation);
  }

  /** A key by its id or ARN, if the operation may go on with it. */
  ManagedKey admitItself(String keyId, Operation operation) throws KeyOperationException {
    return admit(names.keyItself(keyId, "keyId"), operation);
  }

  /** A customer's key by its id or ARN; a managed key is nobody's to change. */
  ManagedKey admitCustomers(String keyId, Operation operation) throws KeyOperationException {
    return admitCustomers(names.keyItself(keyId, "keyId"), operation);
  }

  ManagedKey admitCustomers(ManagedKey key, Operation operation) throws KeyOperationException {
    admit(key, operation);
    KeyDetails details = record(key).details();
    if (details.isManaged()) {
      throw new KmsException(
          KmsError.ACCESS_DENIED,
          operation.kmsName()
              + " is not allowed on "
              + arn(key)
              + ": it is managed for the service "
              + details.service());
    }
    return key;
  }

  /** A key, if the operation may go on with it. */
  ManagedKey admit(ManagedKey key, Operation operation) throws KeyOperationException {
    try {
      gate().check(key, operation);
      return key;
    } catch (KeyOperationException e) {
      if (e.reason() == KeyOperationException.Reason.NOT_FOUND) {
        containers.keys().forget(key.id().value());
        throw names.noKey(key.id().value());
      }
      throw e;
    }
  }

  KeyRecord record(ManagedKey key) throws KeyOperationException {
    return containers.record(key.id().value());
  }

  /** Asks for what needs no key. */
  void permit(Operation operation) throws KeyOperationException {
    gate().authorize(operation, Optional.empty());
  }
}
