// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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

  private final Lock changing;
  private final Lock listing;

  private ObjectGuard(Lock changing, Lock listing) {
    this.changing = changing;
    this.listing = listing;
  }

  /** A guard for the modules of a manufacturer; it does nothing where none is needed. */
  static ObjectGuard of(String manufacturer) {
    if (NEEDED_BY.stream().noneMatch(manufacturer::startsWith)) {
      return new ObjectGuard(null, null);
    }
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    return new ObjectGuard(lock.writeLock(), lock.readLock());
  }

  interface Call<T> {
    T call() throws Pkcs11Exception;
  }

  /** Runs a call that makes, changes or destroys an object. */
  <T> T change(Call<T> call) throws Pkcs11Exception {
    return under(changing, call);
  }

  /** Runs a call that lists objects or reads one. */
  <T> T list(Call<T> call) throws Pkcs11Exception {
    return under(listing, call);
  }

  private static <T> T under(Lock lock, Call<T> call) throws Pkcs11Exception {
    if (lock == null) {
      return call.call();
    }
    lock.lock();
    try {
      return call.call();
    } finally {
      lock.unlock();
    }
  }
}
