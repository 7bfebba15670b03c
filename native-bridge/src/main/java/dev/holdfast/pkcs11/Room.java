// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A room that one group uses at a time: its members are there together, and members of another
 * group wait until it is empty. The first who waits for that holds the door, so that no group keeps
 * another out. Not reentrant.
 *
 * <p>The door itself is not fair: who finds it free goes through, though others may be waking up to
 * do so. To hand it from thread to thread in turn would cost a change of threads for each call.
 */
final class Room {
  private final Semaphore door = new Semaphore(1);
  private final Semaphore free = new Semaphore(1);

  /** Those who may be in the room together. */
  final class Group {
    private final AtomicInteger members = new AtomicInteger();

    void enter() {
      door.acquireUninterruptibly();
      try {
        if (members.getAndIncrement() == 0) {
          free.acquireUninterruptibly();
        }
      } finally {
        door.release();
      }
    }

    void leave() {
      if (members.decrementAndGet() == 0) {
        free.release();
      }
    }
  }

  void enterAlone() {
    door.acquireUninterruptibly();
    try {
      free.acquireUninterruptibly();
    } finally {
      door.release();
    }
  }

  void leaveAlone() {
    free.release();
  }
}
