// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parts of {@code vault = jdbc:postgresql://…}, each checked.
 *
 * @param hosts the servers, of which the one that takes writes is used
 * @param parameters what the address may set, by the driver's own names; paths are absolute
 * @param password where the database's password comes from; empty where certificates log in
 */
public record PostgresSettings(
    List<Host> hosts,
    String database,
    Map<String, String> parameters,
    Optional<PinSource> password) {
  /** One server. */
  public record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }

  public PostgresSettings {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
  }

  /** What tells this vault's place from another's: servers, database and schema. */
  public String location() {
    String schema = parameters.get("currentSchema");
    return "jdbc:postgresql://"
        + hosts.stream().map(Host::toString).collect(Collectors.joining(","))
        + "/"
        + database
        + (schema == null ? "" : "?currentSchema=" + schema);
  }
}
