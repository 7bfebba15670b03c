// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to a user. */
record SqliteErrors(Path file) implements SqlErrors {
  @Override
  public StoreException translate(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return new StoreException(Reason.UNAVAILABLE, "The vault " + file + " cannot be used", e);
    }
    // The low byte is the primary result code (sqlite.org/rescode.html).
    return switch (sqlite.getResultCode().code & 0xff) {
      case 11, 26 -> // SQLITE_CORRUPT, SQLITE_NOTADB
          damaged(e);
      case 13 -> // SQLITE_FULL
          new StoreException(
              Reason.UNAVAILABLE,
              "The disk that holds " + file + " is full; nothing was changed",
              e);
      case 5, 6 -> // SQLITE_BUSY, SQLITE_LOCKED
          new StoreException(
              Reason.UNAVAILABLE,
              "The vault " + file + " was locked by another process for too long; try again",
              e);
      case 8, 14, 3, 23 -> // SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH
          new StoreException(
              Reason.UNAVAILABLE,
              "The vault "
                  + file
                  + " cannot be opened for writing: check the owner and mode of it and its folder",
              e);
      default -> new StoreException(Reason.UNAVAILABLE, "The vault " + file + " cannot be used", e);
    };
  }

  @Override
  public StoreException damaged() {
    return damaged(null);
  }

  private StoreException damaged(SQLException cause) {
    return new StoreException(
        Reason.TAMPERED,
        "The vault " + file + " is damaged: it was truncated or changed. Put it back from a backup",
        cause);
  }
}
