// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.KeytoolScript.Outcomes;
import dev.holdfast.conformance.KeytoolScript.Store;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every verb of keytool: each does what it does with a PKCS#12 file, or is refused with a message
 * that DIFFERENCES.md lists. {@link KeytoolProgramTest} starts the program itself; here the
 * commands of all tests run in one JVM for each set-up, before the first test looks.
 */
class KeytoolVerbsTest {
  private static final String FILE_PASSWORD = KeytoolScript.FILE_PASSWORD;

  private static void openssl(Fixture fixture, String text, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(arguments));
    Program program = Program.run(fixture.folder(), Map.of(), command).requireSuccess();
    assertTrue(program.output().contains(text), program::toString);
  }

  /** What came of all commands on one set-up. */
  private record Ran(Fixture fixture, Outcomes outcomes) {}

  private static final Map<Backend, Ran> RAN = new EnumMap<>(Backend.class);

  private static Ran ran(Backend backend) throws Exception {
    if (!RAN.containsKey(backend)) {
      Fixture fixture = Fixture.of(backend);
      KeytoolScript script = new KeytoolScript(fixture);
      makeCertificates(script);
      moveKeys(fixture, script);
      renameAndDelete(fixture, script);
      RAN.put(backend, new Ran(fixture, script.run()));
    }
    return RAN.get(backend);
  }

  @AfterAll
  static void close() throws Exception {
    for (Ran ran : RAN.values()) {
      ran.fixture().close();
    }
    RAN.clear();
  }

  private static void makeCertificates(KeytoolScript script) {
    script
        .generate("ca", "-keyalg", "EC", "-groupname", "secp384r1", "-ext", "bc:c")
        .generate("web", "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "ca")
        .generate("rsa", words("-keyalg RSA -keysize 2048 -sigalg RSASSA-PSS -ext bc:c"))
        .generate("edwards", "-keyalg", "Ed25519")
        .generate("bound", "-keyalg", "RSASSA-PSS", "-keysize", "2048");
    for (String alias : List.of("web", "rsa", "edwards", "bound")) {
      script.on("request " + alias, "-certreq", "-alias", alias, "-file", alias + ".csr");
    }
    script
        .on("request pss", "-certreq", "-alias", "rsa", "-sigalg", "RSASSA-PSS", "-file", "p.csr")
        .without("print request", "-printcertreq", "-file", "p.csr")
        .on(
            "issue",
            words("-gencert -alias ca -infile web.csr -outfile web.pem -rfc -ext san=dns:web.org"))
        .on(
            "issue by rsa",
            words(
                "-gencert -alias rsa -sigalg RSASSA-PSS -infile edwards.csr -outfile edwards.pem"
                    + " -rfc"))
        .without("print", "-printcert", "-file", "web.pem")
        .on("revoke", "-gencrl", "-alias", "ca", "-id", "7", "-file", "ca.crl")
        .on("print revocations", "-printcrl", "-file", "ca.crl")
        .on("export", "-exportcert", "-alias", "ca", "-file", "ca.der")
        .on("export as text", "-exportcert", "-rfc", "-alias", "ca", "-file", "ca.pem")
        .on("export pss", "-exportcert", "-rfc", "-alias", "rsa", "-file", "rsa.pem")
        .on("reply", "-importcert", "-noprompt", "-alias", "web", "-file", "web.pem")
        .on("trust", "-importcert", "-noprompt", "-alias", "trusted", "-file", "rsa.pem")
        .on("wrong reply", "-importcert", "-noprompt", "-alias", "ca", "-file", "web.pem")
        .on("sign itself", "-selfcert", "-alias", "edwards")
        .on("sign itself bound", "-selfcert", "-alias", "bound")
        .on("sign otherwise", words("-selfcert -alias bound -sigalg SHA256withRSA"))
        .on("export bound", "-exportcert", "-rfc", "-alias", "bound", "-file", "bound.pem")
        .on("list certificates", "-list", "-v")
        .on("list as text", "-list", "-rfc", "-alias", "web")
        .without("versions", "-showinfo", "-tls");
  }

  private static String[] words(String text) {
    return text.split(" ");
  }

  /** A small authority out of keytool alone. */
  @EverySetup
  void certificates_requests_andRevocationLists(Backend backend) throws Exception {
    Outcomes outcomes = ran(backend).outcomes();
    outcomes.succeeds("make web", "issued by <ca>");
    outcomes.succeeds("make edwards", "Ed25519");
    outcomes.succeeds("make bound", "RSASSA-PSS");
    outcomes.succeeds("sign itself bound");
    outcomes.isRefused("sign otherwise", "SHA256withRSA");
    outcomes.succeeds("print request", "PKCS #10 Certificate Request", "RSASSA-PSS");
    outcomes.succeeds("print", "DNSName: web.org", "Issuer: CN=ca");
    outcomes.succeeds("print revocations", "SerialNumber: 07", "Verified by ca in keystore");
    outcomes.succeeds("reply", "Certificate reply was installed");
    outcomes.succeeds("trust", "Certificate was added");
    outcomes.isRefused("wrong reply", "Public keys in reply and keystore don't match");
    outcomes.succeeds("sign itself");
    outcomes.succeeds("list certificates", "contains 6 entries", "trustedCertEntry", "RSASSA-PSS");
    outcomes.succeeds("list as text", "Certificate chain length: 2");
    outcomes.succeeds("versions");
    Fixture fixture = ran(backend).fixture();
    for (String alias : List.of("web", "rsa", "edwards", "bound", "p")) {
      openssl(fixture, "verify OK", "req", "-verify", "-noout", "-in", alias + ".csr");
    }
    openssl(fixture, "rsassaPss", words("x509 -in bound.pem -noout -text"));
    openssl(fixture, "bound.pem: OK", words("verify -CAfile bound.pem bound.pem"));
    openssl(fixture, "web.pem: OK", "verify", "-CAfile", "ca.pem", "web.pem");
    openssl(fixture, "edwards.pem: OK", words("verify -partial_chain -CAfile rsa.pem edwards.pem"));
    openssl(fixture, "CN", "x509", "-inform", "DER", "-in", "ca.der", "-noout", "-subject");
    openssl(fixture, "verify OK", words("crl -inform DER -in ca.crl -CAfile ca.pem -noout"));
  }

  /** A PKCS#12 file with a key of each kind that keytool moves. */
  private static void writeFile(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String algorithm : List.of("EC", "Ed25519", "RSA")) {
      KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      Certificate[] chain = Certificates.chain(pair.getPublic(), algorithm);
      store.setKeyEntry("in-" + algorithm, pair.getPrivate(), FILE_PASSWORD.toCharArray(), chain);
    }
    SecretKeySpec secret = new SecretKeySpec(new byte[32], "AES");
    store.setKeyEntry("in-aes", secret, FILE_PASSWORD.toCharArray(), null);
    store.setCertificateEntry("in-trusted", Certificates.root());
    try (var out = Files.newOutputStream(file)) {
      store.store(out, FILE_PASSWORD.toCharArray());
    }
  }

  private static void moveKeys(Fixture fixture, KeytoolScript script) throws Exception {
    writeFile(fixture.folder().resolve("in.p12"));
    script
        .secret("data", "AES", "256")
        .secret("mac", "HmacSHA256", "256")
        .move("in", Store.file("in.p12", "PKCS12"), Store.of(fixture));
    for (String alias : List.of("in-ec", "in-ed25519", "in-rsa")) {
      script.on("use " + alias, "-certreq", "-alias", alias, "-file", alias + ".csr");
    }
    script.move("out", Store.of(fixture), Store.file("out.p12", "PKCS12"));
    for (String[] one :
        new String[][] {{"web", "PKCS12"}, {"data", "PKCS12"}, {"web", "JKS"}, {"data", "JCEKS"}}) {
      script.move(
          one[0] + " out as " + one[1],
          Store.of(fixture),
          Store.file(one[0] + "." + one[1], one[1]),
          "-srcalias",
          one[0],
          "-destkeypass",
          FILE_PASSWORD);
    }
    script.on("password in", "-importpass", "-alias", "password", "-keypass", fixture.pin());
  }

  @EverySetup
  void keysComeIn_andDoNotGoOut(Backend backend) throws Exception {
    Outcomes outcomes = ran(backend).outcomes();
    Path folder = ran(backend).fixture().folder();
    outcomes.succeeds("in", "5 entries successfully imported, 0 entries failed");
    for (String alias : List.of("in-ec", "in-ed25519", "in-rsa")) {
      outcomes.succeeds("use " + alias);
      openssl(
          ran(backend).fixture(), "verify OK", words("req -verify -noout -in " + alias + ".csr"));
    }
    // keytool ends with success when an entry fails, whatever the key store.
    outcomes.succeeds("out", "2 entries successfully imported, 11 entries failed");
    assertEquals(Set.of("in-trusted", "trusted"), aliases(folder.resolve("out.p12"), "PKCS12"));
    for (String[] one :
        new String[][] {{"web", "PKCS12"}, {"data", "PKCS12"}, {"web", "JKS"}, {"data", "JCEKS"}}) {
      outcomes.succeeds(
          one[0] + " out as " + one[1], "Entry for alias " + one[0] + " not imported");
      assertEquals(Set.of(), aliases(folder.resolve(one[0] + "." + one[1]), one[1]));
    }
    outcomes.succeeds("data out as JCEKS", "A Holdfast key does not leave its process");
    outcomes.isRefused("password in", "Holdfast keeps AES, ChaCha20, DESede and HMAC keys");
  }

  private static Set<String> aliases(Path file, String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, FILE_PASSWORD.toCharArray());
    }
    return Set.copyOf(Collections.list(store.aliases()));
  }

  private static void renameAndDelete(Fixture fixture, KeytoolScript script) {
    String pin = fixture.pin();
    script
        .on("rename", "-changealias", "-alias", "web", "-destalias", "site")
        .on("rename secret", "-changealias", "-alias", "data", "-destalias", "moved")
        .on("rename trusted", "-changealias", "-alias", "trusted", "-destalias", "root")
        .on("rename onto", "-changealias", "-alias", "moved", "-destalias", "site")
        .on(
            "key password",
            words("-keypasswd -alias site -new another-long-password -keypass " + pin))
        .on("use after", "-certreq", "-alias", "site", "-file", "site.csr")
        .on("export secret", "-exportcert", "-alias", "moved")
        .on("list renamed", "-list")
        .on("delete", "-delete", "-alias", "moved")
        .on("delete trusted", "-delete", "-alias", "root")
        .on("delete nothing", "-delete", "-alias", "moved")
        .on("list rest", "-list");
  }

  @EverySetup
  void entries_areRenamedAndDeleted(Backend backend) throws Exception {
    Outcomes outcomes = ran(backend).outcomes();
    outcomes.succeeds("rename");
    outcomes.succeeds("rename secret");
    outcomes.succeeds("rename trusted");
    outcomes.isRefused("rename onto", "Destination alias <site> already exists");
    outcomes.succeeds("key password");
    outcomes.succeeds("use after");
    outcomes.isRefused("export secret", "has no certificate");
    outcomes.succeeds(
        "list renamed", "contains 13 entries", "name: site", "name: moved", "name: root");
    outcomes.succeeds("delete");
    outcomes.succeeds("delete trusted");
    outcomes.isRefused("delete nothing", "does not exist");
    outcomes.succeeds("list rest", "contains 11 entries", "name: site");
    assertFalse(outcomes.programs().get("list rest").output().contains("name: moved"));
  }

  /** What JDK 24 brought to keytool, and what it says on 17, which knows no such keys. */
  @Test
  void postQuantumKeys() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      Outcomes outcomes =
          new KeytoolScript(fixture)
              .generate("lattice", "-keyalg", "ML-DSA-65", "-sigalg", "ML-DSA-65")
              .generate("hashes", "-keyalg", "SLH-DSA-SHA2-128f", "-sigalg", "SLH-DSA-SHA2-128f")
              .generate("family", "-keyalg", "ML-DSA")
              .generate("kem", "-keyalg", "ML-KEM", "-signer", "lattice")
              .on("request", "-certreq", "-alias", "lattice", "-sigalg", "ML-DSA-65", "-file", "c")
              .without("print", "-printcertreq", "-file", "c")
              .on(
                  "issue",
                  "-gencert",
                  "-alias",
                  "hashes",
                  "-sigalg",
                  "SLH-DSA-SHA2-128f",
                  "-infile",
                  "c",
                  "-outfile",
                  "lattice.pem",
                  "-rfc")
              .on("list", "-list", "-v")
              .run();
      outcomes.succeeds("make lattice", "ML-DSA-65");
      outcomes.succeeds("make hashes", "SLH-DSA-SHA2-128");
      outcomes.succeeds("request");
      outcomes.succeeds("issue");
      if (NewerJca.hasKdf()) {
        outcomes.succeeds("make family", "ML-DSA-65");
        outcomes.succeeds("make kem", "ML-KEM-768", "issued by <lattice>");
        outcomes.succeeds("print", "ML-DSA");
        outcomes.succeeds("list", "contains 4 entries");
      } else {
        outcomes.isRefused("make family", "Cannot derive signature algorithm");
        outcomes.isRefused("make kem", "Cannot derive signature algorithm");
        outcomes.succeeds("list", "contains 2 entries");
      }
    }
  }
}
