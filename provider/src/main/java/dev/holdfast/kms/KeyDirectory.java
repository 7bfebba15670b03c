// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Where a vault's keys are named and described: the records of a store, or the objects of a token
 * that stands alone. Knows which keys there are, computes nothing. Safe for use by several threads.
 */
interface KeyDirectory extends AutoCloseable {
  /** The store's URL or the token, for people. */
  String location();

  /** How many keys there are. */
  long keyCount() throws KeyOperationException;

  /** Every key; a record that does not verify is reported by {@link #diagnose}, not here. */
  List<KeyMetadata> keys() throws KeyOperationException;

  /** The names of all entries: aliases, ids of keys without alias, trusted certificates. */
  List<String> names() throws KeyOperationException;

  Optional<Entry> entry(String name) throws KeyOperationException;

  /** Makes a key that stays, and its alias if it asks for one. */
  ManagedKey create(KeyRequest request) throws KeyOperationException;

  /**
   * Names a key and sets the certificates kept under that name, in place of what the name stood
   * for. A session key becomes a stored one first.
   */
  void putKey(String name, ManagedKey key, List<X509Certificate> chain)
      throws KeyOperationException;

  /** Keeps a trusted certificate; a name that stands for a key is refused. */
  void putCertificate(String name, X509Certificate certificate) throws KeyOperationException;

  /** Removes a name, and with a key's last name the key; false if there is no such name. */
  boolean delete(String name) throws KeyOperationException;

  /**
   * The count of changes this process knows of. No I/O.
   *
   * @throws KeyOperationException if the store has not been seen for too long
   */
  long epoch() throws KeyOperationException;

  /** The time in milliseconds since the epoch, by this vault's clock. */
  long now();

  /** The time as it was within the last second; costs nothing. */
  long tick();

  /**
   * Does what is due for a key, if nobody else is at it. What cannot be done is logged and stays
   * due: a key is not refused for it.
   */
  void runDue(ManagedKey key);

  /** How a stored key stands now. */
  Standing resolve(ManagedKey key) throws KeyOperationException;

  /**
   * Takes numbers for nonces of a stored key, as {@link NonceCounts.Reserve} says. What has no
   * records counts for this process alone.
   */
  long reserveNonces(KeyId key, String material, long count) throws KeyOperationException;

  /** Whether {@code pin} is this vault's. */
  boolean isPin(char[] pin) throws KeyOperationException;

  /** Changes the principal's PIN, or says why that is not possible. */
  void changePin(char[] pin) throws KeyOperationException;

  /** Looks at everything and says what is wrong. May take long. */
  List<Finding> diagnose();

  @Override
  void close();
}
