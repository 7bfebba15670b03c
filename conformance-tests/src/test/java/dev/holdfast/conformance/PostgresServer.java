// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of the tests' own, from the system's package, on a free port of this machine, with
 * TLS; started by the first who asks and ended with the tests, however they end. Each fixture has a
 * schema of its own in it.
 */
final class PostgresServer {
  static final String PASSWORD = "database-password-4711";
  private static final String USER = "holdfast";
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer running;

  /** Runs as the server's user. Its standard input ends with the JVM, and the server with it. */
  private static final String SCRIPT =
      """
      set -eu
      cd "$1"; bin=$2; port=$3
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \\
        -keyout server.key -out server.crt -subj /CN=localhost \\
        -addext subjectAltName=DNS:localhost 2>/dev/null
      printf %s "$4" >password
      "$bin/initdb" --no-sync -D data -U holdfast --pwfile=password -A scram-sha-256 \\
        -E UTF8 --locale=C >initdb.log 2>&1
      cat >>data/postgresql.conf <<END
      listen_addresses = '127.0.0.1'
      port = $port
      unix_socket_directories = '$1'
      ssl = on
      ssl_cert_file = '$1/server.crt'
      ssl_key_file = '$1/server.key'
      END
      "$bin/postgres" -D data >server.log 2>&1 &
      server=$!
      until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
        kill -0 $server 2>/dev/null || { cat server.log; exit 1; }
        sleep 0.05
      done
      echo ready
      read -r end || true
      kill -INT $server
      wait $server || true
      """;

  private final Path folder;
  private final int port;
  private final Process process;

  private PostgresServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static synchronized PostgresServer get() {
    if (running == null) {
      try {
        running = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
    }
    return running;
  }

  private static PostgresServer start() throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    Path folder = Files.createTempDirectory("holdfast-postgres");
    if (root) {
      // A server refuses to run as root.
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    int port = freePort();
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.addAll(
        List.of(
            "sh",
            "-c",
            SCRIPT,
            "postgres-of-the-tests",
            folder.toString(),
            programs().toString(),
            Integer.toString(port),
            PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String said = process.inputReader().readLine();
    if (!"ready".equals(said)) {
      throw new AssertionError("PostgreSQL did not start: " + said + ", see " + folder);
    }
    return new PostgresServer(folder, port, process);
  }

  private static Path programs() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> found = Files.list(versions)) {
        return found
            .map(version -> version.resolve("bin"))
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .max(Comparator.naturalOrder())
            .orElseThrow(PostgresServer::missing);
      }
    }
    return Stream.of(System.getenv("PATH").split(":"))
        .map(Path::of)
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .findFirst()
        .orElseThrow(PostgresServer::missing);
  }

  private static AssertionError missing() {
    return new AssertionError(
        "PostgreSQL is missing; bin/verify installs it, or: apt-get install postgresql");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void stop() {
    try {
      process.outputWriter().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("PostgreSQL of the tests in " + folder + " could not be removed: " + e);
    }
  }

  int port() {
    return port;
  }

  /** The certificate by which the server is known; it signs itself. */
  Path certificate() {
    return folder.resolve("server.crt");
  }

  /** A connection past Holdfast, as the database's owner has it. */
  Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser(USER);
    source.setPassword(PASSWORD);
    return source.getConnection();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes an empty schema and returns its name. */
  String newSchema() throws SQLException {
    String schema = "vault" + SCHEMAS.incrementAndGet();
    execute("CREATE SCHEMA " + schema);
    return schema;
  }

  /** What {@code vault} is in a configuration, for a schema; TLS with the server's name checked. */
  String url(String schema) {
    return "jdbc:postgresql://localhost:%d/postgres?user=%s&currentSchema=%s&sslmode=verify-full&sslrootcert=%s"
        .formatted(port, USER, schema, certificate());
  }
}
