// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A store in two tables of a PostgreSQL database, {@code holdfast_record} and {@code
 * holdfast_format}, shared by the processes of many machines.
 *
 * <p>One connection reads and one writes, each behind its own lock, and no pool: keys in use are
 * decided in memory, so the store sees few calls, and writers are served one after the other
 * whatever there is between. A connection that has ended is made anew, and work that was under way
 * on it is done again.
 */
final class PostgresStore implements RecordStore {
  /** The version of the tables. */
  static final int FORMAT = 1;

  private static final String TABLE = "holdfast_record";

  /**
   * Collated by bytes: no server's language settings change the order, and no update of its
   * libraries breaks the index.
   */
  private static final String SCHEMA =
      """
      CREATE TABLE holdfast_format (format integer NOT NULL);
      INSERT INTO holdfast_format VALUES (1);
      CREATE TABLE holdfast_record (
        kind  text COLLATE "C" NOT NULL,
        name  text COLLATE "C" NOT NULL,
        owner text COLLATE "C" NOT NULL,
        body  bytea NOT NULL,
        PRIMARY KEY (kind, name)
      );
      CREATE INDEX holdfast_record_owner ON holdfast_record (kind, owner, name) WHERE owner <> '';
      """;

  /** Reading sees one state from its first query on. */
  private static final String BEGIN_READ =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  /**
   * Every writer waits for the one row first, so it is alone, and what it reads after is what the
   * last one left.
   */
  private static final String LOCK = "SELECT format FROM holdfast_format FOR UPDATE";

  private final PostgresAddress address;
  private final PostgresErrors errors;
  private final PostgresLink reader;
  private final PostgresLink writer;
  private final Object readLock = new Object();
  private final Object writeLock = new Object();

  private PostgresStore(PostgresAddress address) {
    this.address = address;
    this.errors = new PostgresErrors(address);
    this.reader = new PostgresLink(address, errors);
    this.writer = new PostgresLink(address, errors);
  }

  static PostgresStore create(PostgresAddress address) throws StoreException {
    PostgresStore store = new PostgresStore(address);
    try {
      store.executeSchema(SCHEMA);
      return store;
    } catch (StoreException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  static PostgresStore open(PostgresAddress address) throws StoreException {
    PostgresStore store = new PostgresStore(address);
    try {
      store.checkFormat();
      return store;
    } catch (StoreException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  static void discard(PostgresAddress address) {
    PostgresStore store = new PostgresStore(address);
    try {
      store.executeSchema("DROP TABLE holdfast_record; DROP TABLE holdfast_format");
    } catch (StoreException e) {
      System.getLogger(PostgresStore.class.getName())
          .log(System.Logger.Level.WARNING, "Removing the unfinished " + address, e);
    } finally {
      store.close();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The table is written anew and its old file removed. The server's own write-ahead log, its
   * archives, replicas and backups are not ours: they keep what they have for as long as the server
   * is told to.
   */
  @Override
  public void scrub() throws KeyOperationException {
    synchronized (writeLock) {
      Connection connection = writer.get();
      try (Statement statement = connection.createStatement()) {
        connection.setAutoCommit(true);
        try {
          statement.execute("VACUUM (FULL) " + TABLE);
        } finally {
          connection.setAutoCommit(false);
        }
      } catch (SQLException e) {
        writer.drop();
        throw errors.translate(e);
      }
    }
  }

  private void executeSchema(String sql) throws StoreException {
    Connection connection = writer.get();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    } catch (SQLException e) {
      writer.drop();
      throw errors.translate(e);
    }
  }

  private void checkFormat() throws StoreException {
    Connection connection = reader.get();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT format FROM holdfast_format")) {
      requireKnown(result);
      connection.commit();
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  private void requireKnown(ResultSet result) throws SQLException, StoreException {
    if (!result.next()) {
      throw errors.damaged();
    }
    int format = result.getInt(1);
    if (format > FORMAT) {
      throw errors.failure(
          Reason.UNSUPPORTED,
          "has format "
              + format
              + ", newer than this program's "
              + FORMAT
              + ": use a newer Holdfast; nothing was touched",
          null);
    }
  }

  @Override
  public String location() {
    return address.location();
  }

  @Override
  public <T> T read(Work<T> work) throws KeyOperationException {
    synchronized (readLock) {
      return transact(reader, false, work);
    }
  }

  @Override
  public <T> T write(Work<T> work) throws KeyOperationException {
    synchronized (writeLock) {
      return transact(writer, true, work);
    }
  }

  /** Until its commit is sent a transaction has done nothing, and may be done again. */
  private <T> T transact(PostgresLink link, boolean writing, Work<T> work)
      throws KeyOperationException {
    try {
      return attempt(link, writing, work);
    } catch (Interrupted e) {
      System.getLogger(PostgresStore.class.getName())
          .log(System.Logger.Level.DEBUG, "Doing it again on a new connection", e);
    }
    try {
      return attempt(link, writing, work);
    } catch (Interrupted e) {
      throw errors.translate(e.failure);
    }
  }

  /** A transaction that ended before its commit, through no fault of the work's. */
  private static final class Interrupted extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient SQLException failure;

    Interrupted(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private <T> T attempt(PostgresLink link, boolean writing, Work<T> work)
      throws KeyOperationException, Interrupted {
    Connection connection = link.get();
    boolean done = false;
    try (Statement statement = connection.createStatement()) {
      begin(statement, writing);
      T result = work.on(new SqlRows(connection, TABLE, errors));
      done = true;
      commit(link, connection, writing);
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } catch (StoreException e) {
      if (!done && e.getCause() instanceof SQLException sql && PostgresErrors.isPassing(sql)) {
        throw new Interrupted(sql);
      }
      throw e;
    } finally {
      if (!done) {
        rollback(link, connection);
      }
    }
  }

  private KeyOperationException failed(SQLException e) throws Interrupted {
    if (PostgresErrors.isPassing(e)) {
      throw new Interrupted(e);
    }
    return errors.translate(e);
  }

  private void begin(Statement statement, boolean writing) throws SQLException, StoreException {
    if (!writing) {
      statement.execute(BEGIN_READ);
      return;
    }
    try (ResultSet result = statement.executeQuery(LOCK)) {
      requireKnown(result);
    }
  }

  private void commit(PostgresLink link, Connection connection, boolean writing)
      throws StoreException {
    try {
      connection.commit();
    } catch (SQLException e) {
      link.drop();
      if (!writing || !PostgresErrors.hasNoConnection(e)) {
        throw errors.translate(e);
      }
      throw errors.failure(
          Reason.UNAVAILABLE,
          "was lost while a change was being written; look whether it was made before you make it"
              + " again",
          e);
    }
  }

  private static void rollback(PostgresLink link, Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The server does it by itself when a connection ends; the failure that led here is on its
      // way to the caller.
      System.getLogger(PostgresStore.class.getName())
          .log(System.Logger.Level.DEBUG, "ROLLBACK after a failure was not possible", e);
      link.drop();
    }
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
