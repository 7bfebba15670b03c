// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.kms.KeyRequest;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.security.InvalidAlgorithmParameterException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What both kinds of generator share: a session key unless a {@link HoldfastKeySpec} asks for a
 * stored one.
 */
final class KeyMaker {
  private final VaultAccess vaults;
  private KeySpec spec;
  private KeyRequest request;

  KeyMaker(VaultAccess vaults, KeySpec defaultSpec) {
    this.vaults = vaults;
    this.spec = defaultSpec;
  }

  KeySpec spec() {
    return spec;
  }

  /** From here on makes session keys. */
  void makeSession(KeySpec wanted) {
    spec = wanted;
    request = null;
  }

  /** From here on makes stored keys. */
  void makeStored(KeySpec wanted, HoldfastKeySpec wish) throws InvalidAlgorithmParameterException {
    try {
      request =
          new KeyRequest(
              wanted,
              wish.usages().stream()
                  .map(usage -> KeyUsage.valueOf(usage.name()))
                  .collect(Collectors.toUnmodifiableSet()),
              wish.alias(),
              wish.description());
    } catch (IllegalArgumentException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
    spec = wanted;
  }

  ManagedKey make() {
    try {
      Vault vault = vaults.vault(Optional.empty());
      return request == null
          ? vault.createSessionKey(spec, spec.type().usages())
          : vault.createKey(request);
    } catch (KeyOperationException e) {
      throw JcaErrors.unchecked(e);
    }
  }
}
