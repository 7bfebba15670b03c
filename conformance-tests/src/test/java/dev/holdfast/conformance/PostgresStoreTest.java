// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.PostgresAddress;
import dev.holdfast.store.RecordStore;
import dev.holdfast.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is PostgreSQL's own: TLS, connections that end, refusals of the server. */
class PostgresStoreTest {
  private PostgresServer server;
  private String schema;

  @BeforeEach
  void makeSchema() throws Exception {
    server = PostgresServer.get();
    schema = server.newSchema();
  }

  private PostgresAddress address(Map<String, String> parameters, String host, int port) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("currentSchema", schema);
    all.putIfAbsent("user", "holdfast");
    return new PostgresAddress(
        "postgresql " + schema,
        List.of(host),
        List.of(port),
        "postgres",
        all,
        Optional.of(PostgresServer.PASSWORD::toCharArray));
  }

  private PostgresAddress plain() {
    return address(Map.of("sslmode", "disable"), "localhost", server.port());
  }

  private void refused(PostgresAddress address, Reason reason, String... words) {
    Faults.fails(StoreException.class, reason, () -> address.create().close(), words);
  }

  private String scalar(String sql) throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertTrue(result.next());
      return result.getString(1);
    }
  }

  @Test
  void tlsWithTheServersName_isUsed() throws Exception {
    Map<String, String> tls =
        Map.of("sslmode", "verify-full", "sslrootcert", server.certificate().toString());
    try (RecordStore store = address(tls, "localhost", server.port()).create()) {
      StoreContractTest.put(store, "key", "one", "", "by TLS");
      assertEquals(
          "t",
          scalar(
              "SELECT bool_and(ssl.ssl) FROM pg_stat_ssl ssl JOIN pg_stat_activity USING (pid)"
                  + " WHERE application_name = 'holdfast' AND query LIKE '%FOR UPDATE%'"
                  + " OR query = 'COMMIT' AND application_name = 'holdfast'"));
    }
  }

  @Test
  void tlsToAnotherName_isRefused() {
    Map<String, String> tls =
        Map.of("sslmode", "verify-full", "sslrootcert", server.certificate().toString());
    refused(address(tls, "127.0.0.1", server.port()), Reason.UNAVAILABLE, "127.0.0.1");
  }

  @Test
  void tlsByAnUnknownCertificate_isRefused() throws Exception {
    java.nio.file.Path other = java.nio.file.Files.createTempFile("other", ".pem");
    java.nio.file.Path key = java.nio.file.Files.createTempFile("other", ".key");
    try {
      Program.run(
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "ec",
              "-pkeyopt",
              "ec_paramgen_curve:P-256",
              "-nodes",
              "-days",
              "2",
              "-subj",
              "/CN=localhost",
              "-keyout",
              key.toString(),
              "-out",
              other.toString())
          .requireSuccess();
      Map<String, String> tls = Map.of("sslmode", "verify-full", "sslrootcert", other.toString());
      refused(
          address(tls, "localhost", server.port()),
          Reason.CONFIGURATION,
          "certificate",
          "sslrootcert");
    } finally {
      java.nio.file.Files.delete(other);
      java.nio.file.Files.delete(key);
    }
  }

  @Test
  void refusalsOfTheServer_sayWhatToDo() throws Exception {
    Map<String, String> plain = Map.of("sslmode", "disable");
    refused(
        address(Map.of("user", "nobody"), "localhost", server.port()),
        Reason.CONFIGURATION,
        "vault.password");
    int closed;
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    refused(address(plain, "localhost", closed), Reason.UNAVAILABLE, "cannot be reached");
    PostgresAddress wrong =
        new PostgresAddress(
            "the address",
            List.of("localhost"),
            List.of(server.port()),
            "nosuchdb",
            Map.of("user", "holdfast"),
            Optional.of(PostgresServer.PASSWORD::toCharArray));
    refused(wrong, Reason.NOT_FOUND, "the address", "createdb");
    PostgresAddress badPassword =
        new PostgresAddress(
            "the address",
            List.of("localhost"),
            List.of(server.port()),
            "postgres",
            Map.of("user", "holdfast"),
            Optional.of(Faults.WRONG_PIN::toCharArray));
    refused(badPassword, Reason.CONFIGURATION, "vault.password");
  }

  @Test
  void userWithoutRights_isToldWhichItNeeds() throws Exception {
    server.execute(
        "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD '"
            + PostgresServer.PASSWORD
            + "'; GRANT USAGE ON SCHEMA "
            + schema
            + " TO reader");
    plain().create().close();
    server.execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO reader");
    PostgresAddress reader =
        address(Map.of("user", "reader", "sslmode", "disable"), "localhost", server.port());
    try (RecordStore store = reader.open()) {
      assertEquals(0, store.<Long>read(rows -> rows.count("key")));
      Faults.fails(
          StoreException.class,
          Reason.UNAVAILABLE,
          () -> StoreContractTest.put(store, "key", "a", "", "b"),
          "needs SELECT, INSERT, UPDATE and DELETE");
    }
    server.execute("DROP OWNED BY reader; DROP ROLE reader");
  }

  private void endConnections() throws Exception {
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdfast'");
  }

  @Test
  void endedConnection_isMadeAnewAndNothingIsLost() throws Exception {
    try (RecordStore store = plain().create()) {
      StoreContractTest.put(store, "key", "a", "", "1");
      endConnections();
      StoreContractTest.put(store, "key", "b", "", "2");
      endConnections();
      assertEquals(2, store.<Long>read(rows -> rows.count("key")));
    }
  }

  @Test
  void connectionEndedInTheMiddleOfAWrite_isDoneAgainAsAWhole() throws Exception {
    try (RecordStore store = plain().create()) {
      int[] runs = new int[1];
      store.write(
          rows -> {
            rows.put("key", "run" + runs[0], "", new byte[1]);
            if (runs[0]++ == 0) {
              end();
            }
            rows.put("key", "last", "", new byte[1]);
            return null;
          });
      assertEquals(2, runs[0]);
      assertEquals(
          List.of("last", "run1"),
          store.read(rows -> rows.names("key")).stream().map(name -> name.name()).toList());
    }
  }

  private void end() throws KeyOperationException {
    try {
      endConnections();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void newerFormat_isRefusedUntouched() throws Exception {
    plain().create().close();
    server.execute("UPDATE " + schema + ".holdfast_format SET format = 2");
    Faults.fails(
        StoreException.class, Reason.UNSUPPORTED, () -> plain().open().close(), "format 2");
  }

  @Test
  void writeIsDurable_whateverTheServersDefault() throws Exception {
    server.execute("ALTER ROLE holdfast SET synchronous_commit = off");
    try (RecordStore store = plain().create()) {
      String[] mode = new String[1];
      store.write(
          rows -> {
            rows.put("key", "a", "", new byte[1]);
            mode[0] = "asked";
            return null;
          });
      assertEquals("asked", mode[0]);
      // The log is flushed as far as it was written by the time the write returns.
      assertEquals("t", scalar("SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()"));
      assertArrayEquals(new byte[1], store.read(rows -> rows.get("key", "a")).orElseThrow());
    } finally {
      server.execute("ALTER ROLE holdfast RESET synchronous_commit");
    }
  }
}
