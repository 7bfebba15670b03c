// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Done means 2: an unmodified keytool and jarsigner on a vault of every backend. */
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
  void keytool_importsRenamesAndDeletes(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      for (String[] kind : List.of(EC, RSA)) {
        tool(
            fixture,
            Program.jdkTool("keytool"),
            "-genkeypair",
            "-keystore",
            "old.p12",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-alias",
            "in" + kind[1],
            "-dname",
            "CN=in",
            kind[0],
            kind[1],
            kind[2],
            kind[3]);
      }
      List<String> source = List.of("old.p12", "changeit");
      keytool
          .run(
              "-importkeystore",
              "-srckeystore",
              source.get(0),
              "-srcstorepass",
              source.get(1),
              "-destkeystore",
              fixture.configuration().toString(),
              "-deststoretype",
              "Holdfast",
              "-deststorepass",
              fixture.pin())
          .requireSuccess();
      for (String alias : List.of("inec", "inrsa")) {
        keytool.run("-certreq", "-alias", alias, "-file", alias + ".csr").requireSuccess();
        tool(fixture, "openssl", "req", "-verify", "-noout", "-in", alias + ".csr");
      }
      keytool.run("-changealias", "-alias", "inec", "-destalias", "moved").requireSuccess();
      Program list = keytool.run("-list").requireSuccess();
      assertSays(list, "moved,");
      assertFalse(list.output().contains("inec,"), list.toString());
      keytool.run("-delete", "-alias", "moved").requireSuccess();
      assertSays(keytool.run("-list").requireSuccess(), "contains 1 entry");
    }
  }

  @EverySetup
  void keytool_makesSecretKeys(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      keytool
          .run(
              "-genseckey",
              "-providerName",
              "Holdfast",
              "-alias",
              "data",
              "-keyalg",
              "AES",
              "-keysize",
              "256",
              "-keypass",
              fixture.pin())
          .requireSuccess();
      assertSays(keytool.run("-list").requireSuccess(), "SecretKeyEntry");
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

  @EveryBackend
  void jarsigner_signsAndVerifies(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      Files.writeString(fixture.folder().resolve("content.txt"), "content");
      for (String[] kind : List.of(EC, RSA)) {
        String alias = "sign" + kind[1];
        keytool.generate(alias, "signer", kind);
        String jar = alias + ".jar";
        tool(fixture, Program.jdkTool("jar"), "cf", jar, "content.txt");
        List<String> command = new java.util.ArrayList<>(List.of(Program.jdkTool("jarsigner")));
        command.addAll(Keytool.jvm());
        command.addAll(
            List.of(
                "-providerClass",
                "dev.holdfast.HoldfastProvider",
                "-keystore",
                fixture.configuration().toString(),
                "-storetype",
                "Holdfast",
                "-storepass",
                fixture.pin(),
                jar,
                alias));
        Program.run(fixture.folder(), Map.of(), command).requireSuccess();
        assertSays(tool(fixture, Program.jdkTool("jarsigner"), "-verify", jar), "jar verified.");
      }
    }
  }

  @Test
  void keysOnTheToken_areNeverExtractable() throws Exception {
    for (Backend backend : List.of(Backend.VAULT_ON_HSM, Backend.TOKEN)) {
      try (Fixture fixture = Fixture.of(backend)) {
        Keytool keytool = Keytool.on(fixture);
        keytool.generate("web", "localhost", EC);
        keytool.generate("rsa", "localhost", RSA);
        String listing = SoftHsm.pkcs11Tool(fixture, "--list-objects").output();
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
