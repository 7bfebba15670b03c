// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

/** Where a store is, or is to be: a file or a database. Immutable; does nothing until asked. */
public interface StoreAddress {
  /**
   * Makes a new, empty store.
   *
   * @throws StoreException with reason ALREADY_EXISTS if there is one, which is left as it is
   */
  RecordStore create() throws StoreException;

  /**
   * Opens the store, and brings one of an older format up to date.
   *
   * @throws StoreException with reason NOT_FOUND if there is none
   */
  RecordStore open() throws StoreException;

  /** Removes a store that this process has made and could not finish. */
  void discard();
}
