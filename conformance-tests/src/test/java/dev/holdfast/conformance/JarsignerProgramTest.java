// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An unmodified jarsigner with keys of ours; the JDK verifies what it signed, without us. */
class JarsignerProgramTest {
  private static final String CONTENT = "content.txt";

  /** Puts keys into the fixture's key store, whose aliases are their kinds. */
  private static void keep(Fixture fixture, String... kinds) throws Exception {
    KeyStore keyStore = fixture.keyStore();
    for (String kind : kinds) {
      KeyPair pair = Workbench.newPair(fixture, kind);
      keyStore.setKeyEntry(
          kind, pair.getPrivate(), null, Certificates.chain(pair.getPublic(), kind));
    }
    fixture.reopen();
  }

  private static Path jar(Fixture fixture, String name) throws IOException {
    Path jar = fixture.folder().resolve(name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(CONTENT));
      out.write("content".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return jar;
  }

  private static Program jarsigner(Fixture fixture, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Program.jdkTool("jarsigner")));
    command.addAll(Keytool.jvm());
    command.addAll(
        List.of(
            "-keystore",
            fixture.configuration().toString(),
            "-storetype",
            "Holdfast",
            "-storepass",
            fixture.pin()));
    command.addAll(Arrays.asList(arguments));
    return Program.run(fixture.folder(), Map.of(), command);
  }

  /** Who signed the content, as the JDK's own verification finds while it reads. */
  private static Set<String> signers(Path jar) throws Exception {
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      JarEntry entry = file.getJarEntry(CONTENT);
      try (InputStream in = file.getInputStream(entry)) {
        in.readAllBytes();
      }
      return Arrays.stream(entry.getCodeSigners())
          .map(signer -> signer.getSignerCertPath().getCertificates().get(0))
          .map(each -> ((X509Certificate) each).getSubjectX500Principal())
          .map(name -> name.getName().substring("CN=".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> signatureFiles(Path jar) throws Exception {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith("META-INF/") && !name.endsWith(".MF"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @EveryBackend
  void jarsigner_signs(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      keep(fixture, "secp256r1", "RSA-2048");
      for (String alias : List.of("secp256r1", "RSA-2048")) {
        Path jar = jar(fixture, "plain.jar");
        jarsigner(fixture, "-providerClass", "dev.holdfast.HoldfastProvider", jar.toString(), alias)
            .requireSuccess();
        assertEquals(Set.of(alias), signers(jar));
      }
    }
  }

  /** One jar, signed again and again: with options, with each kind of signature there is. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SEALED", "TOKEN"})
  void signedJar_isSignedAgain_withEveryKindOfSignature(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      keep(fixture, "secp384r1", "RSA-2048", "Ed25519");
      Path unsigned = jar(fixture, "unsigned.jar");
      Path jar = fixture.folder().resolve("signed.jar");
      String[] byName = {"-addprovider", "Holdfast"};
      jarsigner(
              fixture,
              options(
                  byName,
                  "-sigfile REL -sigalg SHA512withECDSA -signedjar signed.jar unsigned.jar"
                      + " secp384r1"))
          .requireSuccess();
      String[] byClass = {
        "-providerClass",
        "dev.holdfast.HoldfastProvider",
        "-providerArg",
        fixture.configuration().toString()
      };
      jarsigner(
              fixture,
              options(byClass, "-sigfile PSS -sigalg RSASSA-PSS -sectionsonly signed.jar RSA-2048"))
          .requireSuccess();
      jarsigner(fixture, options(byClass, "-sigfile ED -internalsf signed.jar Ed25519"))
          .requireSuccess();
      assertEquals(Set.of(), signatureFiles(unsigned));
      assertEquals(
          Set.of(
              "META-INF/REL.SF",
              "META-INF/REL.EC",
              "META-INF/PSS.SF",
              "META-INF/PSS.RSA",
              "META-INF/ED.SF",
              "META-INF/ED.EC"),
          signatureFiles(jar));
      assertEquals(Set.of("secp384r1", "RSA-2048", "Ed25519"), signers(jar));
      fixture.keyStore().setCertificateEntry("authority", Certificates.root());
      fixture.reopen();
      Program verified =
          jarsigner(fixture, options(byClass, "-verify -strict -verbose -certs signed.jar"));
      for (String text :
          List.of(
              "jar verified",
              "smk ",
              "CN=secp384r1 (secp384r1)",
              "SHA512withECDSA",
              "RSASSA-PSS")) {
        assertTrue(verified.requireSuccess().output().contains(text), verified::toString);
      }
      Program mismatch =
          jarsigner(fixture, options(byClass, "-sigalg SHA256withRSA signed.jar secp384r1"));
      assertEquals(1, mismatch.exitCode(), mismatch::toString);
    }
  }

  private static String[] options(String[] provider, String words) {
    List<String> options = new ArrayList<>(Arrays.asList(provider));
    options.addAll(Arrays.asList(words.split(" ")));
    return options.toArray(new String[0]);
  }
}
