// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store in a PostgreSQL database, shared by the processes of many machines.
 *
 * @param location for people; holds no password
 * @param hosts the servers, of which the one that takes writes is used
 * @param ports the servers' ports, as many as there are hosts
 * @param parameters settings of the driver by its own names, checked by whoever made this
 * @param password where the password comes from; asked again at every connection
 */
public record PostgresAddress(
    String location,
    List<String> hosts,
    List<Integer> ports,
    String database,
    Map<String, String> parameters,
    Optional<Password> password)
    implements StoreAddress {
  /** Gives the database's password. */
  @FunctionalInterface
  public interface Password {
    /** The password; whoever asks wipes it. */
    char[] read() throws KeyOperationException;
  }

  public PostgresAddress {
    hosts = List.copyOf(hosts);
    ports = List.copyOf(ports);
    parameters = Map.copyOf(parameters);
  }

  @Override
  public RecordStore create() throws StoreException {
    return PostgresStore.create(this);
  }

  @Override
  public RecordStore open() throws StoreException {
    return PostgresStore.open(this);
  }

  @Override
  public void discard() {
    PostgresStore.discard(this);
  }

  @Override
  public String toString() {
    return location;
  }
}
