// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.backend.KeyHandle;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A private or secret key on a token, known by its CKA_ID. The object handle is only remembered: it
 * is void when the connection was made anew, and then found again.
 */
final class TokenKey implements KeyHandle {
  private final TokenConnection token;
  private final KeySpec spec;
  private final Optional<PublicKey> publicKey;
  private final Set<KeyUsage> usages;
  private final byte[] id;
  private final boolean stored;
  private volatile String label;
  private volatile Found found;

  /**
   * The public half's object, for pairs of this session alone: on a token others may replace it.
   */
  private volatile Found publicHalf;

  /** CKA_ALWAYS_AUTHENTICATE of a private key; null until it was asked for. */
  private volatile Boolean wantsLogin;

  private volatile boolean destroyed;

  /** An object handle, and the epoch of the connection in which it is good. */
  private record Found(long handle, long epoch) {}

  /**
   * @param usages what it was made for, as its usage attributes say
   * @param place CKA_ID, empty only for other programs' objects, which are then known by label;
   *     CKA_LABEL; CKA_TOKEN
   */
  TokenKey(
      TokenConnection token,
      KeySpec spec,
      Optional<PublicKey> publicKey,
      Set<KeyUsage> usages,
      Templates.Place place) {
    this.token = token;
    this.spec = spec;
    this.publicKey = publicKey;
    this.usages = Set.copyOf(usages);
    this.id = place.id().clone();
    this.label = place.label();
    this.stored = place.stored();
  }

  @Override
  public KeySpec spec() {
    return spec;
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return publicKey;
  }

  boolean isOf(TokenConnection connection) {
    return token == connection;
  }

  byte[] id() {
    return id.clone();
  }

  String hexId() {
    return HexFormat.of().formatHex(id);
  }

  boolean hasId() {
    return id.length > 0;
  }

  String label() {
    return label;
  }

  void rename(String newLabel) {
    label = newLabel;
  }

  Set<KeyUsage> usages() {
    return usages;
  }

  boolean isDestroyed() {
    return destroyed;
  }

  void markDestroyed() {
    destroyed = true;
  }

  boolean isStored() {
    return stored;
  }

  /** The handle, if it was found in this epoch of the connection. */
  Optional<Long> handle(long epoch) {
    Found last = found;
    return last != null && last.epoch == epoch ? Optional.of(last.handle) : Optional.empty();
  }

  void remember(long handle, long epoch) {
    found = new Found(handle, epoch);
  }

  /** What is found next may be another object, which somebody has put in its place. */
  void forgetHandle() {
    found = null;
    wantsLogin = null;
  }

  /** The public half's handle, if it was made here in this epoch of the connection. */
  Optional<Long> publicHalf(long epoch) {
    Found half = publicHalf;
    return half != null && half.epoch == epoch ? Optional.of(half.handle) : Optional.empty();
  }

  void rememberPublicHalf(long handle, long epoch) {
    if (!stored) {
      publicHalf = new Found(handle, epoch);
    }
  }

  /** Whether each use of the private key takes a login of its own; null where it is not known. */
  Boolean wantsLogin() {
    return wantsLogin;
  }

  void rememberWantsLogin(boolean wanted) {
    wantsLogin = wanted;
  }

  @Override
  public String toString() {
    if (!stored) {
      return "session key " + hexId();
    }
    return "key " + (hasId() ? hexId() : "labelled \"" + label + "\"");
  }
}
