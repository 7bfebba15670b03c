// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import java.util.List;
import java.util.Optional;

/**
 * The rows of a store within one transaction. A row has a kind and a name that is unique within it,
 * an owner it can be found by, and a body.
 */
public interface Rows {
  /** A row's name and owner, without its body. */
  record Name(String name, String owner) {}

  /** A row's owner and body. */
  @SuppressWarnings("ArrayRecordComponent") // read from the store, never compared
  record Row(String owner, byte[] body) {}

  Optional<Row> find(String kind, String name) throws StoreException;

  /** The body of a row alone. */
  default Optional<byte[]> get(String kind, String name) throws StoreException {
    return find(kind, name).map(Row::body);
  }

  /**
   * Writes a row, in place of the one with this kind and name.
   *
   * @param owner the name of what the row belongs to, or empty
   */
  void put(String kind, String name, String owner, byte[] body) throws StoreException;

  void delete(String kind, String name) throws StoreException;

  /** Every row of a kind, ordered by name. */
  List<Name> names(String kind) throws StoreException;

  /** The names of the rows of a kind with one owner. */
  List<String> owned(String kind, String owner) throws StoreException;

  long count(String kind) throws StoreException;
}
