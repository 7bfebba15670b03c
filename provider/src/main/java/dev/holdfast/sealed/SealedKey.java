// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeySpec;
import java.security.PublicKey;
import java.util.Optional;
import java.util.stream.Stream;

/** A key of the sealed backend: its sealed material, and the context whose sealing key opens it. */
final class SealedKey implements KeyHandle {
  private final KeySpec spec;
  private final Optional<PublicKey> publicKey;
  private final KeyContext context;
  private volatile byte[] sealed;

  /** The leases on this key, for different uses; seldom more than one. Replaced whole. */
  private volatile KeyLease[] leases = {};

  SealedKey(KeySpec spec, Optional<PublicKey> publicKey, byte[] sealed, KeyContext context) {
    this.spec = spec;
    this.publicKey = publicKey;
    this.sealed = sealed;
    this.context = context;
  }

  @Override
  public KeySpec spec() {
    return spec;
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return publicKey;
  }

  KeyContext context() {
    return context;
  }

  /** The sealed material, or null once the key is destroyed. */
  byte[] sealed() {
    return sealed;
  }

  void forget() {
    sealed = null;
  }

  /** A lease that serves a use; null if there is none. */
  KeyLease lease(Algorithm use) {
    for (KeyLease lease : leases) {
      if (lease.serves(use)) {
        return lease;
      }
    }
    return null;
  }

  /** Under the key's lock, which is the one of its first use only. */
  void add(KeyLease lease) {
    leases =
        Stream.concat(Stream.of(leases).filter(last -> !last.isEnded()), Stream.of(lease))
            .toArray(KeyLease[]::new);
  }

  @Override
  public String toString() {
    return "sealed " + spec + " key " + context.id();
  }
}
