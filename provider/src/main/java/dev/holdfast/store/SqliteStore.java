// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A store in one SQLite file, shared by the processes of one machine.
 *
 * <p>One connection reads and one writes, each behind its own lock: keys in use are decided in
 * memory, so the store sees few calls, and none on a hot path.
 */
public final class SqliteStore implements RecordStore {
  private static final int BUSY_MILLIS = 10_000;

  private final Path file;
  private final Connection reader;
  private final Connection writer;
  private final SqliteErrors errors;
  private final Object readLock = new Object();
  private final Object writeLock = new Object();

  private SqliteStore(Path file, Connection reader, Connection writer) {
    this.file = file;
    this.errors = new SqliteErrors(file);
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * Makes a new, empty store that only its owner may read.
   *
   * @throws StoreException if there is a file already, or none can be made
   */
  public static SqliteStore create(Path file) throws StoreException {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.createFile(file, ownerOnly(file));
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(
          Reason.ALREADY_EXISTS, file + " exists already; it is left as it is", e);
    } catch (IOException e) {
      throw new StoreException(Reason.UNAVAILABLE, "The vault " + file + " cannot be made", e);
    }
    try (Connection connection = connect(file)) {
      SqliteTables.create(connection);
    } catch (SQLException e) {
      discard(file);
      throw new SqliteErrors(file).translate(e);
    }
    return open(file);
  }

  /** Opens a store, and brings one of an older format up to date. */
  public static SqliteStore open(Path file) throws StoreException {
    requireThere(file);
    Connection writer = null;
    Connection reader = null;
    try {
      writer = connect(file);
      // Before anything is set: what is not our vault, or a newer one, is left as it is.
      SqliteTables.check(writer, file);
      useJournal(writer);
      SqliteTables.bringUpToDate(writer);
      reader = connect(file);
      return new SqliteStore(file, reader, writer);
    } catch (SQLException e) {
      close(file, reader, writer);
      throw new SqliteErrors(file).translate(e);
    } catch (StoreException | RuntimeException e) {
      close(file, reader, writer);
      throw e;
    }
  }

  /** Says that there is no store, before anybody is asked for its PIN. */
  public static void requireThere(Path file) throws StoreException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          Reason.NOT_FOUND,
          Files.exists(file)
              ? "The vault " + file + " is no file"
              : "There is no vault " + file + "; make one with: holdfast init");
    }
  }

  /** Removes a store that could not be finished, with its journal. */
  public static void discard(Path file) {
    for (String suffix : new String[] {"-wal", "-shm", "-journal", ""}) {
      try {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      } catch (IOException e) {
        System.getLogger(SqliteStore.class.getName())
            .log(System.Logger.Level.WARNING, "Removing the unfinished " + file, e);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // FULL and not NORMAL: an acknowledged write must outlive the power, not only the process.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    // Deleted material is overwritten in the file, not only forgotten.
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source.getConnection();
  }

  /** Readers go on while one writes. The mode stays with the file. */
  private static void useJournal(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  @Override
  public String location() {
    return "jdbc:sqlite:" + file;
  }

  @Override
  public <T> T read(Work<T> work) throws KeyOperationException {
    synchronized (readLock) {
      return transact(reader, "BEGIN DEFERRED", work);
    }
  }

  @Override
  public <T> T write(Work<T> work) throws KeyOperationException {
    synchronized (writeLock) {
      // IMMEDIATE takes the write lock before the first read, so what was read cannot have changed
      // by the time it is written.
      return transact(writer, "BEGIN IMMEDIATE", work);
    }
  }

  private <T> T transact(Connection connection, String begin, Work<T> work)
      throws KeyOperationException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(begin);
      boolean done = false;
      try {
        T result = work.on(new SqlRows(connection, "record", errors));
        statement.execute("COMMIT");
        done = true;
        return result;
      } finally {
        if (!done) {
          rollback(statement);
        }
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is deleted is overwritten in its page as it is deleted ({@code secure_delete}). The
   * journal still has the older pages: it is brought into the file and cut to nothing. Rebuilding
   * the file drops what pages that were moved or freed have kept.
   */
  @Override
  public void scrub() throws KeyOperationException {
    synchronized (writeLock) {
      try (Statement statement = writer.createStatement()) {
        truncateJournal(statement);
        statement.execute("VACUUM");
        truncateJournal(statement);
      } catch (SQLException e) {
        throw errors.translate(e);
      }
    }
  }

  private void truncateJournal(Statement statement) throws SQLException, StoreException {
    try (ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (!result.next() || result.getInt(1) != 0) {
        throw new StoreException(
            Reason.UNAVAILABLE,
            "The journal of "
                + file
                + " is in use and still holds deleted records; they go when"
                + " the vault is closed");
      }
    }
  }

  private static void rollback(Statement statement) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself after a full disk or an I/O error; the error that led here
      // is on its way to the caller.
      System.getLogger(SqliteStore.class.getName())
          .log(System.Logger.Level.DEBUG, "ROLLBACK after a failure was not needed", e);
    }
  }

  @Override
  public void close() {
    close(file, reader, writer);
  }

  private static void close(Path file, Connection... connections) {
    for (Connection connection : connections) {
      try {
        if (connection != null) {
          connection.close();
        }
      } catch (SQLException e) {
        System.getLogger(SqliteStore.class.getName())
            .log(System.Logger.Level.WARNING, "Closing " + file, e);
      }
    }
  }
}
