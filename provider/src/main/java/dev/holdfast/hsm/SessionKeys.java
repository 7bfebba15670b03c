// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.KeyOperationException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The session keys in use, so that objects whose handles nobody holds any more leave the token.
 * That happens when the next one is made: a token is not called from the collector's thread.
 */
final class SessionKeys {
  private static final System.Logger LOG = System.getLogger("dev.holdfast.hsm");

  private final TokenObjects objects;
  private final ReferenceQueue<TokenKey> collected = new ReferenceQueue<>();
  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  SessionKeys(TokenObjects objects) {
    this.objects = objects;
  }

  /** A handle, and what is needed of it when it is gone. */
  private static final class Held extends PhantomReference<TokenKey> {
    private final byte[] id;

    Held(TokenKey key, ReferenceQueue<TokenKey> queue) {
      super(key, queue);
      this.id = key.id();
    }
  }

  /** Follows a new session key; its objects go with its handle. */
  TokenKey follow(TokenKey key) {
    held.add(new Held(key, collected));
    return key;
  }

  void destroyCollected() {
    for (Reference<?> next = collected.poll(); next != null; next = collected.poll()) {
      Held gone = (Held) next;
      held.remove(gone);
      try {
        objects.destroyAll(gone.id, false);
      } catch (KeyOperationException e) {
        // It goes with the connection at the latest.
        LOG.log(System.Logger.Level.DEBUG, "A session key could not be destroyed", e);
      }
    }
  }
}
