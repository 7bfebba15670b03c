// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Done means 6: registered first or last, with a configuration that is wrong, Holdfast changes
 * nothing for those who do not use it, and tells those who do what is wrong.
 */
class RegistrationTest {
  @TempDir Path folder;

  private List<String> jvm(Registration place) throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.properties"), "\nvualt = nonsense\n");
    Path security = folder.resolve("extra.security");
    place.write(security, wrong);
    return List.of("-Djava.security.properties=" + security, "-cp", Program.classPath());
  }

  private Program keytool(Registration place, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Program.jdkTool("keytool")));
    for (String option : jvm(place)) {
      command.add("-J" + option);
    }
    command.addAll(List.of(arguments));
    return Program.run(folder, Map.of(), command);
  }

  private Program java(Registration place, String source) throws Exception {
    Path file = Files.writeString(folder.resolve("Probe.java"), source);
    List<String> command = new ArrayList<>(List.of(Program.jdkTool("java")));
    command.addAll(jvm(place));
    command.add(file.toString());
    return Program.run(folder, Map.of(), command);
  }

  @ParameterizedTest
  @EnumSource(Registration.class)
  void keytoolIntoAFile_isAsWithoutIt(Registration place) throws Exception {
    for (List<String> kind :
        List.of(
            List.of("rsa", "-keyalg", "RSA", "-keysize", "2048"),
            List.of("ec", "-keyalg", "EC"),
            List.of("p384", "-keyalg", "EC", "-groupname", "secp384r1"))) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-genkeypair",
                  "-keystore",
                  "file.p12",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  "changeit",
                  "-dname",
                  "CN=x",
                  "-alias",
                  kind.get(0)));
      arguments.addAll(kind.subList(1, kind.size()));
      keytool(place, arguments.toArray(new String[0])).requireSuccess();
    }
    Program list =
        keytool(
                place,
                "-list",
                "-keystore",
                "file.p12",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit")
            .requireSuccess();
    assertTrue(list.output().contains("contains 3 entries"), list.toString());
  }

  @ParameterizedTest
  @EnumSource(Registration.class)
  void ordinaryKeysAndTls_goWhereTheyWent(Registration place) throws Exception {
    String source =
        """
        import java.io.*;
        import java.security.*;
        import javax.crypto.*;
        import javax.net.ssl.*;
        public class Probe {
          public static void main(String[] a) throws Exception {
            if (Security.getProvider("Holdfast") == null) throw new Error("not registered");
            System.out.println(new SecureRandom().getProvider().getName());
            System.out.println(KeyPairGenerator.getInstance("RSA").getProvider().getName());
            System.out.println(KeyGenerator.getInstance("AES").generateKey().getFormat());
            KeyStore ks = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream("file.p12")) {
              ks.load(in, "changeit".toCharArray());
            }
            KeyManagerFactory kmf = KeyManagerFactory.getInstance("PKIX");
            kmf.init(ks, "changeit".toCharArray());
            TrustManagerFactory tmf = TrustManagerFactory.getInstance("PKIX");
            tmf.init(ks);
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
              SSLContext context = SSLContext.getInstance(version);
              context.init(kmf.getKeyManagers(), tmf.getTrustManagers(), null);
              SSLServerSocket server = (SSLServerSocket)
                  context.getServerSocketFactory().createServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
              Thread thread = new Thread(() -> {
                try (var socket = server.accept()) { socket.getOutputStream().write(42); }
                catch (IOException e) { e.printStackTrace(); }
              });
              thread.start();
              try (var socket = context.getSocketFactory().createSocket(
                  java.net.InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                System.out.println(version + " " + socket.getInputStream().read());
              }
              thread.join();
            }
          }
        }
        """;
    keytool(
            place,
            "-genkeypair",
            "-keystore",
            "file.p12",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-dname",
            "CN=x",
            "-alias",
            "ec",
            "-keyalg",
            "EC")
        .requireSuccess();
    keytool(
            place,
            "-exportcert",
            "-keystore",
            "file.p12",
            "-storepass",
            "changeit",
            "-alias",
            "ec",
            "-file",
            "ec.crt")
        .requireSuccess();
    keytool(
            place,
            "-importcert",
            "-noprompt",
            "-keystore",
            "file.p12",
            "-storepass",
            "changeit",
            "-alias",
            "trusted",
            "-file",
            "ec.crt")
        .requireSuccess();
    Program probe = java(place, source).requireSuccess();
    assertEquals(
        List.of("NativePRNG", "SunRsaSign", "RAW", "TLSv1.2 42", "TLSv1.3 42"),
        probe.output().lines().map(line -> line.equals("SUN") ? "NativePRNG" : line).toList());
  }

  @ParameterizedTest
  @EnumSource(Registration.class)
  void firstUse_saysWhatIsWrong(Registration place) throws Exception {
    String source =
        """
        public class Probe {
          public static void main(String[] a) throws Exception {
            java.security.KeyStore ks = java.security.KeyStore.getInstance("Holdfast");
            ks.load(null, null);
          }
        }
        """;
    Program probe = java(place, source);
    assertEquals(1, probe.exitCode());
    assertTrue(
        probe.output().contains("wrong.properties, line 2: vualt: is no setting"),
        probe.toString());
  }
}
