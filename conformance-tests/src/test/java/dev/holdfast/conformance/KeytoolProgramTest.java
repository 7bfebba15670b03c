// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Done means 2: an unmodified keytool on a vault of every backend. {@link KeytoolVerbsTest} goes
 * through its other verbs.
 */
class KeytoolProgramTest {
  private static final String[] EC = {"-keyalg", "EC", "-groupname", "secp256r1"};
  private static final String[] RSA = {"-keyalg", "RSA", "-keysize", "2048"};

  private static void assertSays(Program program, String text) {
    assertTrue(program.output().contains(text), program.toString());
  }

  private static Program tool(Fixture fixture, String... command)
      throws IOException, InterruptedException {
    return Program.run(fixture.folder(), Map.of(), List.of(command)).requireSuccess();
  }

  @EveryBackend
  void keytool_makesListsAndRequests(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      keytool.generate("web", "localhost", EC);
      keytool.generate("rsa", "localhost", RSA);
      Program list = keytool.run("-list", "-v").requireSuccess();
      assertSays(list, "Your keystore contains 2 entries");
      assertSays(list, "256-bit EC (secp256r1) key");
      assertSays(list, "2048-bit RSA key");
      for (String alias : List.of("web", "rsa")) {
        keytool.run("-certreq", "-alias", alias, "-file", alias + ".csr").requireSuccess();
        tool(fixture, "openssl", "req", "-verify", "-noout", "-in", alias + ".csr");
      }
    }
  }

  @EverySetup
  void keytool_takesInTheReplyOfACa(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      keytool.generate("web", "localhost", EC);
      keytool.run("-certreq", "-alias", "web", "-file", "web.csr").requireSuccess();
      tool(
          fixture,
          "openssl",
          "req",
          "-x509",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-keyout",
          "ca.key",
          "-out",
          "ca.pem",
          "-subj",
          "/CN=test ca",
          "-days",
          "2");
      tool(
          fixture,
          "openssl",
          "x509",
          "-req",
          "-in",
          "web.csr",
          "-CA",
          "ca.pem",
          "-CAkey",
          "ca.key",
          "-CAcreateserial",
          "-days",
          "1",
          "-out",
          "web.pem");
      keytool.run("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem").requireSuccess();
      keytool.run("-importcert", "-noprompt", "-alias", "web", "-file", "web.pem").requireSuccess();
      Program list = keytool.run("-list", "-v", "-alias", "web").requireSuccess();
      assertSays(list, "Certificate chain length: 2");
      assertSays(keytool.run("-list").requireSuccess(), "trustedCertEntry");
    }
  }

  @EverySetup
  void keytool_changesThePinOfAVault(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      Program change = keytool.run("-storepasswd", "-new", "another-pin-that-is-long");
      if (!backend.hasVault()) {
        assertEquals(1, change.exitCode());
        assertSays(change, "is changed with the HSM's own tools");
        return;
      }
      change.requireSuccess();
      Program refused = keytool.run("-list");
      assertEquals(1, refused.exitCode());
      assertSays(refused, "PIN");
      keytool.usePin("another-pin-that-is-long");
      keytool.run("-list").requireSuccess();
      Files.writeString(fixture.folder().resolve("pin"), "another-pin-that-is-long");
    }
  }

  @EverySetup
  void changeit_isExplained(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      keytool.usePin("changeit");
      Program refused = keytool.run("-list");
      assertEquals(1, refused.exitCode());
      assertSays(refused, "certificateKeystorePassword");
    }
  }

  @Test
  void keysOnTheToken_areNeverExtractable() throws Exception {
    for (Backend backend : List.of(Backend.VAULT_ON_HSM, Backend.TOKEN)) {
      try (Fixture fixture = Fixture.of(backend)) {
        Keytool keytool = Keytool.on(fixture);
        keytool.generate("web", "localhost", EC);
        keytool.generate("rsa", "localhost", RSA);
        String listing = SoftHsm.pkcs11Tool(fixture, "--list-objects");
        long secure =
            Pattern.compile(
                    "Private Key Object.*?Access: +sensitive, always sensitive,"
                        + " never extractable, local",
                    Pattern.DOTALL)
                .matcher(listing)
                .results()
                .count();
        assertEquals(2, secure, listing);
        assertTrue(listing.contains("label:      web"), listing);
      }
    }
  }

  @Test
  void keyOfAnotherProgram_isSeenOnTheToken() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      for (String id : List.of("01", "02")) {
        SoftHsm.pkcs11Tool(
            fixture, "--keypairgen", "--key-type", "EC:prime256v1", "--label", "same", "--id", id);
      }
      Program list = Keytool.on(fixture).run("-list").requireSuccess();
      assertSays(list, "contains 2 entries");
      assertSays(list, "same,");
      assertSays(list, "same (02),");
    }
  }

  @Test
  void modulePath_servesKeytoolToo() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      Path folder = fixture.folder();
      List<String> command =
          List.of(
              Program.jdkTool("keytool"),
              "-J--module-path=" + Program.classPath(),
              "-J--enable-native-access=com.sun.jna,org.xerial.sqlitejdbc",
              "-list",
              "-addprovider",
              "Holdfast",
              "-keystore",
              fixture.configuration().toString(),
              "-storetype",
              "Holdfast",
              "-storepass",
              fixture.pin());
      Program list = Program.run(folder, Map.of(), command).requireSuccess();
      assertSays(list, "Keystore provider: Holdfast");
    }
  }
}
