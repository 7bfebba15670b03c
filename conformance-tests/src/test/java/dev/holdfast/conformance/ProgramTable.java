// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs and libraries of others that run on keys of ours, one row each: the README's table
 * is made from it, and {@link ProgramTableTest} holds it against the tests.
 */
final class ProgramTable {
  /**
   * One program.
   *
   * @param version the property of the top pom that says its version; empty for what the JDK brings
   * @param does what it does with our keys, as the tests show
   * @param lacks what it cannot do, and why; may be empty
   * @param test the class whose methods show it on every backend
   */
  record Row(String name, Optional<String> version, String does, String lacks, Class<?> test) {
    String markdown() throws Exception {
      String called = version.isPresent() ? name + " " + versionOf(version.get()) : name;
      return "| " + called + " | " + does + " | " + lacks + " |\n";
    }
  }

  static final List<Row> ROWS =
      List.of(
          new Row(
              "keytool",
              Optional.empty(),
              "every verb; keys come in by `-importkeystore` and `-importpass` is refused",
              "nothing is exported: keys do not leave",
              KeytoolProgramTest.class),
          new Row(
              "jarsigner",
              Optional.empty(),
              "RSA, RSA-PSS, ECDSA and EdDSA, on jars that others have signed too; verifies",
              "ML-DSA, which it knows no digest for, with any key",
              JarsignerProgramTest.class),
          new Row(
              "Tomcat",
              Optional.of("tomcat"),
              "HTTPS from `server.xml` alone",
              "its OpenSSL implementation, which exports keys",
              WebServerProgramTest.class),
          new Row(
              "Jetty",
              Optional.of("jetty"),
              "HTTPS from `jetty.xml` alone",
              "",
              WebServerProgramTest.class),
          new Row(
              "Netty",
              Optional.of("netty"),
              "TLS 1.2 and 1.3 servers with `SslProvider.JDK`",
              "its OpenSSL provider, which exports keys",
              NettyProgramTest.class),
          new Row(
              "Bouncy Castle",
              Optional.of("bouncycastle"),
              "a root, an issuing CA, leaves, requests, CRLs, OCSP responses and time-stamps that"
                  + " OpenSSL accepts; CMS signed; CMS envelopes of OpenSSL opened, by RSA",
              "CMS envelopes by ECDH: `JceKeyAgreeRecipient` asks for key agreements with a KDF in"
                  + " them (`ECDHWITHSHA256KDF`)",
              BouncyCastleProgramTest.class),
          new Row(
              "Nimbus JOSE+JWT",
              Optional.of("nimbus-jose-jwt"),
              "RS256…512, ES256…512, HS256, RSA-OAEP-256…512, dir; PS256…512 with"
                  + " `getJCAContext().setProvider`",
              "A256KW and its like measure a key by its encoding; EdDSA wants the private key as"
                  + " JSON",
              NimbusProgramTest.class),
          new Row(
              "XML signatures of the JDK",
              Optional.empty(),
              "RSA, ECDSA, HMAC; RSA-PSS with the property"
                  + " `org.jcp.xml.dsig.internal.dom.SignatureProvider`",
              "",
              XmlSignatureProgramTest.class),
          new Row(
              "AWS Encryption SDK",
              Optional.of("aws-encryption-sdk"),
              "`JceMasterKey` with AES-GCM and RSA-OAEP",
              "",
              AwsEncryptionSdkProgramTest.class),
          new Row(
              "Tink",
              Optional.of("tink"),
              "`KmsEnvelopeAead` over an AES key behind `javax.crypto.Cipher`",
              "",
              TinkProgramTest.class));

  private ProgramTable() {}

  static String markdown() throws Exception {
    StringBuilder text =
        new StringBuilder("| program | with keys of ours | not |\n| --- | --- | --- |\n");
    for (Row row : ROWS) {
      text.append(row.markdown());
    }
    return text.toString();
  }

  private static String versionOf(String library) throws Exception {
    Matcher version =
        Pattern.compile("<" + Pattern.quote(library) + "\\.version>([^<]+)<")
            .matcher(Files.readString(Program.ROOT.resolve("pom.xml")));
    if (!version.find()) {
      throw new AssertionError("No version of " + library + " in the top pom");
    }
    return version.group(1).replace(".Final", "");
  }
}
