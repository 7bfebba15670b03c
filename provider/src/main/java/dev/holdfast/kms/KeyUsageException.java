// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.policy.Operation;
import java.util.Set;
import java.util.stream.Collectors;

/** The key is for another usage than what was asked. */
final class KeyUsageException extends KeyOperationException {
  private static final long serialVersionUID = 1L;

  private final transient KeyId key;
  private final transient Set<KeyUsage> usages;
  private final Operation operation;

  KeyUsageException(KeyId key, Set<KeyUsage> usages, Operation operation) {
    super(
        Reason.NOT_ALLOWED,
        "Key " + key + " is for " + usages + ", which is not valid for " + operation.kmsName());
    this.key = key;
    this.usages = usages;
    this.operation = operation;
  }

  KeyId key() {
    return key;
  }

  /** AWS's sentence, without the key's ARN before it. */
  String phrase() {
    return "key usage is "
        + usages.stream().map(Enum::name).sorted().collect(Collectors.joining(", "))
        + " which is not valid for "
        + operation.kmsName()
        + ".";
  }
}
