// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One connection to a PostgreSQL database, made anew when the server or the network has ended it.
 * For one thread at a time, but that any may close it.
 */
final class PostgresLink {
  /** Seconds; what the address sets wins. */
  private static final Map<String, String> LIMITS =
      Map.of("connectTimeout", "10", "socketTimeout", "30");

  /**
   * A machine that vanished in the middle of a write must not keep the others waiting for hours,
   * and what is acknowledged must be on the disk, whatever the server's default is.
   */
  private static final String SETTINGS =
      """
      SET lock_timeout = '10s';
      SET idle_in_transaction_session_timeout = '30s';
      SET tcp_keepalives_idle = 10;
      SET tcp_keepalives_interval = 5;
      SET tcp_keepalives_count = 3;
      SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
      """;

  private final PostgresAddress address;
  private final PostgresErrors errors;
  private volatile Connection connection;
  private volatile boolean closed;

  PostgresLink(PostgresAddress address, PostgresErrors errors) {
    this.address = address;
    this.errors = errors;
  }

  /** The connection; a new one if there is none. */
  Connection get() throws StoreException {
    try {
      Connection last = connection;
      if (!closed && (last == null || last.isClosed())) {
        last = connect();
        connection = last;
      }
      if (closed) {
        drop();
        throw errors.failure(Reason.UNAVAILABLE, "was closed", null);
      }
      return last;
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  /** Forgets a connection that is no longer of use. */
  void drop() {
    Connection last = connection;
    connection = null;
    try {
      if (last != null) {
        last.close();
      }
    } catch (SQLException e) {
      System.getLogger(PostgresLink.class.getName())
          .log(System.Logger.Level.DEBUG, "Closing a connection to " + address, e);
    }
  }

  void close() {
    closed = true;
    drop();
  }

  private Connection connect() throws SQLException, StoreException {
    PGSimpleDataSource source = source();
    Connection made = address.password().isPresent() ? login(source) : source.getConnection();
    try (Statement statement = made.createStatement()) {
      statement.execute(SETTINGS);
      made.setAutoCommit(false);
      return made;
    } catch (SQLException e) {
      made.close();
      throw e;
    }
  }

  private Connection login(PGSimpleDataSource source) throws SQLException, StoreException {
    char[] password;
    try {
      password = address.password().orElseThrow().read();
    } catch (KeyOperationException e) {
      throw new StoreException(e.reason(), e.getMessage(), e);
    }
    try {
      // The driver takes a String alone: what is collected later cannot be wiped now.
      return source.getConnection(source.getUser(), new String(password));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private PGSimpleDataSource source() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(address.hosts().toArray(String[]::new));
    source.setPortNumbers(address.ports().stream().mapToInt(Integer::intValue).toArray());
    source.setDatabaseName(address.database());
    source.setTargetServerType("primary");
    source.setApplicationName("holdfast");
    source.setTcpKeepAlive(true);
    source.setGssEncMode("disable");
    // A server's detail can quote what was written; it stays out of logs and messages.
    source.setLogServerErrorDetail(false);
    for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
      source.setProperty(limit.getKey(), limit.getValue());
    }
    for (Map.Entry<String, String> parameter : address.parameters().entrySet()) {
      source.setProperty(parameter.getKey(), parameter.getValue());
    }
    if (source.getUser() == null) {
      source.setUser(System.getProperty("user.name"));
    }
    return source;
  }
}
