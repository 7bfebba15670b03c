// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException.Reason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Map;

/** What PostgreSQL's SQLSTATE codes mean to a user (PostgreSQL's manual, appendix A). */
record PostgresErrors(PostgresAddress address) implements SqlErrors {
  private record Meaning(Reason reason, String text) {}

  private static final Map<String, Meaning> STATES =
      Map.ofEntries(
          Map.entry(
              "28P01",
              new Meaning(
                  Reason.CONFIGURATION,
                  "refuses the user or password: check user in vault and vault.password")),
          Map.entry(
              "28000",
              new Meaning(
                  Reason.CONFIGURATION,
                  "refuses the login: check user, sslcert and sslkey in vault, vault.password, and"
                      + " the server's pg_hba.conf")),
          Map.entry(
              "3D000",
              new Meaning(Reason.NOT_FOUND, "is on a server without this database; see createdb")),
          Map.entry(
              "3F000",
              new Meaning(Reason.NOT_FOUND, "has no such schema; make it with CREATE SCHEMA")),
          Map.entry(
              "42P01",
              new Meaning(Reason.NOT_FOUND, "holds no vault; make one with: holdfast init")),
          Map.entry(
              "42P07",
              new Meaning(Reason.ALREADY_EXISTS, "holds a vault already; it is left as it is")),
          Map.entry(
              "42501",
              new Meaning(
                  Reason.UNAVAILABLE,
                  "does not let its user do this; the user needs SELECT, INSERT, UPDATE and DELETE"
                      + " on holdfast_record and holdfast_format, and CREATE on the schema for"
                      + " init")),
          Map.entry(
              "55P03",
              new Meaning(
                  Reason.UNAVAILABLE, "was locked by another process for too long; try again")),
          Map.entry(
              "53100", new Meaning(Reason.UNAVAILABLE, "has a full disk; nothing was changed")),
          Map.entry(
              "53300", new Meaning(Reason.UNAVAILABLE, "has no connection left; try again later")),
          Map.entry(
              "25006",
              new Meaning(Reason.UNAVAILABLE, "is read-only: a standby, or being repaired")),
          Map.entry("XX001", new Meaning(Reason.TAMPERED, "is damaged; restore it from a backup")),
          Map.entry("XX002", new Meaning(Reason.TAMPERED, "is damaged; restore it from a backup")));

  @Override
  public StoreException translate(SQLException e) {
    Meaning meaning = STATES.get(String.valueOf(e.getSQLState()));
    if (meaning != null) {
      return failure(meaning.reason(), meaning.text(), e);
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
        return failure(
            Reason.CONFIGURATION,
            "has a certificate that vault does not accept (sslmode, sslrootcert): "
                + cause.getMessage(),
            e);
      }
    }
    return failure(
        Reason.UNAVAILABLE,
        (hasNoConnection(e) ? "cannot be reached: " : "cannot be used: ") + e.getMessage(),
        e);
  }

  @Override
  public StoreException damaged() {
    return failure(Reason.TAMPERED, "is damaged; restore it from a backup", null);
  }

  StoreException failure(Reason reason, String what, SQLException cause) {
    return new StoreException(reason, "The vault " + address + " " + what, cause);
  }

  /** Whether a failure is the connection's end, so that another one may work. */
  static boolean hasNoConnection(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    // Connection exceptions, and the server's shutting down, crash recovery and start.
    return state.startsWith("08") || state.matches("57P0[1-5]|25P03");
  }

  /** Whether the same work can succeed if done again from its beginning. */
  static boolean isPassing(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return hasNoConnection(e) || state.equals("40001") || state.equals("40P01");
  }
}
