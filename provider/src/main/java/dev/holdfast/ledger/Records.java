// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.ledger;

import dev.holdfast.model.KeyOperationException;
import java.util.List;
import java.util.Optional;

/**
 * The records of a ledger within one transaction. What {@link #get} returns is authentic; the lists
 * of names are as the store has them, for showing and for looking further.
 */
public interface Records {
  /** A record's name and owner. */
  record Name(String name, String owner) {}

  /**
   * The body of a record, verified.
   *
   * @throws KeyOperationException with reason TAMPERED if it was changed, removed, added or put
   *     back by somebody who does not hold the vault's root key
   */
  Optional<byte[]> get(String kind, String name) throws KeyOperationException;

  void put(String kind, String name, String owner, byte[] body) throws KeyOperationException;

  void delete(String kind, String name) throws KeyOperationException;

  List<Name> names(String kind) throws KeyOperationException;

  List<String> owned(String kind, String owner) throws KeyOperationException;

  long count(String kind) throws KeyOperationException;

  /**
   * The number of this state of the records: a transaction that writes has the one it will make.
   */
  long counter();

  /** How many records there are in all, as the head has it. */
  long total();
}
