// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException;

/** A durable set of rows that several threads and processes share. */
public interface RecordStore extends AutoCloseable {
  /** Something to do with the rows in one transaction. May be run again after a conflict. */
  @FunctionalInterface
  interface Work<T> {
    T on(Rows rows) throws KeyOperationException;
  }

  /** The store's address, for people; holds no password. */
  String location();

  /** Reads a consistent state. */
  <T> T read(Work<T> work) throws KeyOperationException;

  /**
   * Reads and writes alone: all of it or, if {@code work} throws, nothing. When this returns, the
   * change survives the end of the process and of the machine.
   */
  <T> T write(Work<T> work) throws KeyOperationException;

  /**
   * Overwrites what deleted and replaced rows have left behind in the store's files, as far as the
   * store can: nothing that was deleted before this was called is found in them afterwards. May
   * take long.
   */
  void scrub() throws KeyOperationException;

  @Override
  void close();
}
