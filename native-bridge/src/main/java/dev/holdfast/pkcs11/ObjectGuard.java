// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.Set;

/**
 * Keeps objects from being listed and read while another thread is half way through making or
 * destroying one, for libraries that cannot bear it. One for each loaded module, since that is
 * where such a library keeps its state. Operations with keys do not pass here.
 */
final class ObjectGuard {
  /**
   * How CK_INFO's manufacturerID begins where a guard is needed.
   *
   * <p>SoftHSM 2.6 makes the file of a token object empty before it locks it: a thread that lists
   * objects just then reads it, declares it broken, and the maker's call ends in CKR_GENERAL_ERROR.
   * So does the reading of an object that is just being destroyed, and a listing beside session
   * objects that come and go has ended in a crash.
   *
   * <p>NSS's softokn keeps objects in SQLite and sleeps for seconds at a time when another thread
   * is writing there; several writers can keep each other asleep for minutes.
   */
  private static final Set<String> NEEDED_BY = Set.of("SoftHSM", "Mozilla Foundation");

  private final Room room;
  private final Room.Group listers;
  private final Room.Group sessionMakers;

  private ObjectGuard(Room room) {
    this.room = room;
    this.listers = room == null ? null : room.new Group();
    this.sessionMakers = room == null ? null : room.new Group();
  }

  /** A guard for the modules of a manufacturer; it does nothing where none is needed. */
  static ObjectGuard of(String manufacturer) {
    boolean needed = NEEDED_BY.stream().anyMatch(manufacturer::startsWith);
    return new ObjectGuard(needed ? new Room() : null);
  }

  interface Call<T> {
    T call() throws Pkcs11Exception;
  }

  /** Runs a call that makes, changes or destroys any object, with no other call beside it. */
  <T> T change(Call<T> call) throws Pkcs11Exception {
    if (room == null) {
      return call.call();
    }
    room.enterAlone();
    try {
      return call.call();
    } finally {
      room.leaveAlone();
    }
  }

  /**
   * Runs a call that makes or destroys session objects, beside others that do: these have no files,
   * and what a library knows of them it locks by itself.
   */
  <T> T changeInSession(Call<T> call) throws Pkcs11Exception {
    return in(sessionMakers, call);
  }

  /** Runs a call that lists objects or reads one. */
  <T> T list(Call<T> call) throws Pkcs11Exception {
    return in(listers, call);
  }

  private static <T> T in(Room.Group group, Call<T> call) throws Pkcs11Exception {
    if (group == null) {
      return call.call();
    }
    group.enter();
    try {
      return call.call();
    } finally {
      group.leave();
    }
  }
}
