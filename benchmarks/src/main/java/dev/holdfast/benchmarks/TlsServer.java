// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.testing.Libraries;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An embedded Tomcat in a process of its own: prints the port it serves TLS 1.3 on, and ends with
 * its standard input.
 */
final class TlsServer {
  private static final String ALIAS = "web";
  private static final String PASSWORD = "changeit-benchmark";

  private TlsServer() {}

  /**
   * Serves until standard input ends.
   *
   * @param keys {@code pkcs12}, {@code sealed} or {@code hsm}
   * @param type {@code EC} (P-256) or {@code RSA} (2048 bits)
   */
  static void run(String keys, String type) throws Exception {
    try (Workshop workshop = new Workshop()) {
      SSLHostConfig host = new SSLHostConfig();
      host.setProtocols("TLSv1.3");
      SSLHostConfigCertificate certificate =
          new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.valueOf(type));
      certificate.setCertificateKeyAlias(ALIAS);
      if (keys.equals("pkcs12")) {
        certificate.setCertificateKeystoreType("PKCS12");
        certificate.setCertificateKeystoreFile(pkcs12(workshop, type).toString());
        certificate.setCertificateKeystorePassword(PASSWORD);
      } else {
        Path configuration =
            keys.equals("hsm") ? workshop.hsm(Libraries.softHsm()) : workshop.sealed();
        holdfast(configuration, type);
        certificate.setCertificateKeystoreType("Holdfast");
        certificate.setCertificateKeystoreFile(configuration.toString());
        certificate.setCertificateKeystorePassword("");
      }
      host.addCertificate(certificate);
      Tomcat tomcat = tomcat(workshop.folder(), host);
      tomcat.start();
      System.out.println("port " + tomcat.getConnector().getLocalPort());
      while (System.in.read() >= 0) {
        // Whoever started this is still there.
      }
      tomcat.stop();
      tomcat.destroy();
    }
    // Tomcat and the JDK leave threads that are no daemons.
    System.exit(0);
  }

  private static Tomcat tomcat(Path folder, SSLHostConfig host) {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setSecure(true);
    connector.setScheme("https");
    connector.setThrowOnFailure(true);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("SSLEnabled", "true");
    connector.addSslHostConfig(host);
    tomcat.setConnector(connector);
    tomcat.addContext("", folder.toString());
    return tomcat;
  }

  private static Path pkcs12(Workshop workshop, String type) throws Exception {
    KeyPair pair = initialised(KeyPairGenerator.getInstance(type)).generateKeyPair();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        ALIAS, pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {selfSigned(pair)});
    Path file = workshop.folder().resolve("web.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static void holdfast(Path configuration, String type) throws Exception {
    Provider provider = new HoldfastProvider().configure(configuration.toString());
    Security.addProvider(provider);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type, provider);
    HoldfastKeySpec.Builder spec = HoldfastKeySpec.builder().alias(ALIAS);
    generator.initialize(
        type.equals("EC") ? spec.curve("secp256r1").build() : spec.keySize(2048).build());
    KeyPair pair = generator.generateKeyPair();
    KeyStore store = KeyStore.getInstance("Holdfast", provider);
    store.load(null, null);
    store.setKeyEntry(ALIAS, pair.getPrivate(), null, new Certificate[] {selfSigned(pair)});
  }

  private static KeyPairGenerator initialised(KeyPairGenerator generator) throws Exception {
    if (generator.getAlgorithm().equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator;
  }

  private static X509Certificate selfSigned(KeyPair pair) throws Exception {
    Instant now = Instant.now();
    X500Principal name = new X500Principal("CN=localhost");
    String algorithm =
        pair.getPublic().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(now.toEpochMilli()),
                    Date.from(now.minus(1, ChronoUnit.DAYS)),
                    Date.from(now.plus(30, ChronoUnit.DAYS)),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
  }
}
