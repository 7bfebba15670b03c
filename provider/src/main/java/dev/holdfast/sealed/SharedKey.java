// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.seal.HeapKey;
import java.security.Key;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;

/**
 * A provider's key in several hands, wiped as far as its provider can when the last lets go. Secret
 * keys are copied for each hand instead: that costs less than sharing.
 */
final class SharedKey implements AutoCloseable {
  private final Key key;
  private final AtomicInteger hands;

  private SharedKey(Key key, AtomicInteger hands) {
    this.key = key;
    this.hands = hands;
  }

  static SharedKey of(Key key) {
    return new SharedKey(key, new AtomicInteger(1));
  }

  Key key() {
    return key;
  }

  /** The key for one more hand; empty once all have let go. */
  Optional<SharedKey> copy() {
    if (key instanceof HeapKey secret) {
      return secret.copy().map(SharedKey::of);
    }
    int before = hands.getAndUpdate(count -> count == 0 ? 0 : count + 1);
    return before == 0 ? Optional.empty() : Optional.of(new SharedKey(key, hands));
  }

  @Override
  public void close() {
    if (hands.decrementAndGet() > 0) {
      return;
    }
    if (key instanceof HeapKey secret) {
      secret.close();
    } else if (key instanceof Destroyable destroyable) {
      try {
        destroyable.destroy();
      } catch (DestroyFailedException e) {
        // The JDK's private keys cannot be wiped; ProviderEngine says so.
      }
    }
  }
}
