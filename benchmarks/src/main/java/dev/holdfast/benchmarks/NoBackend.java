// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.Macs;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/** A backend that computes nothing at all, so that what is left of a call is the gate's. */
final class NoBackend implements KeyBackend, Macs {
  private static final byte[] NOTHING = {};

  private record Handle(KeySpec spec, Optional<PublicKey> publicKey) implements KeyHandle {}

  @Override
  public String name() {
    return "sealed";
  }

  @Override
  public String describe() {
    return "computes nothing";
  }

  @Override
  public boolean supports(Algorithm algorithm) {
    return true;
  }

  @Override
  public boolean keepsMaterialInRecord() {
    return true;
  }

  @Override
  public KeyHandle createSession(KeySpec spec, Set<KeyUsage> usages) {
    return new Handle(spec, Optional.empty());
  }

  @Override
  public StoredKey create(KeySpec spec, Set<KeyUsage> usages, KeyContext context) {
    return new StoredKey(createSession(spec, usages), new byte[1]);
  }

  @Override
  public StoredKey keep(KeyHandle sessionKey, Set<KeyUsage> usages, KeyContext context) {
    return new StoredKey(sessionKey, new byte[1]);
  }

  @Override
  public KeyHandle open(
      KeySpec spec, Optional<PublicKey> publicKey, byte[] reference, KeyContext context) {
    return new Handle(spec, publicKey);
  }

  @Override
  public boolean exists(KeyHandle handle) {
    return true;
  }

  @Override
  public void destroy(KeyHandle handle) {
    // There is nothing.
  }

  @Override
  public byte[] mac(KeyHandle key, MacScheme scheme, byte[] in, int offset, int length) {
    return NOTHING;
  }

  @Override
  public void close() {
    // There is nothing.
  }
}
