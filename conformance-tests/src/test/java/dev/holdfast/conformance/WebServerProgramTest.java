// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Done means 3: Tomcat and Jetty from their own configuration files, with the provider registered
 * in java.security, serve HTTPS with keys of every backend; curl and openssl verify what they
 * serve.
 */
class WebServerProgramTest {
  private static final String PAGE = "served with a key that cannot be read";

  @EverySetup
  void tomcatAndJetty_serveFromConfigurationAlone(Backend backend) throws Exception {
    serve(backend, Registration.LAST);
  }

  @Test
  void tomcatAndJetty_serveWithHoldfastFirst() throws Exception {
    serve(Backend.SEALED, Registration.FIRST);
  }

  private static void serve(Backend backend, Registration place) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Keytool keytool = Keytool.on(fixture);
      keytool.generate("ec", "localhost", "-keyalg", "EC", "-groupname", "secp256r1");
      keytool.generate("rsa", "localhost", "-keyalg", "RSA", "-keysize", "2048");
      Path trusted = fixture.folder().resolve("trusted.pem");
      for (String alias : List.of("ec", "rsa")) {
        String pem = keytool.run("-exportcert", "-rfc", "-alias", alias).requireSuccess().output();
        String certificate = pem.substring(pem.indexOf("-----BEGIN"));
        Files.writeString(fixture.folder().resolve(alias + ".pem"), certificate);
        Files.writeString(
            trusted, certificate, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      Path security =
          place.write(fixture.folder().resolve("extra.security"), fixture.configuration());
      try (ServerProcess tomcat = tomcat(fixture, security)) {
        check(fixture, tomcat);
      }
      try (ServerProcess jetty = jetty(fixture, security)) {
        check(fixture, jetty);
      }
    }
  }

  private static void check(Fixture fixture, ServerProcess server) throws Exception {
    for (String version : List.of("--tls-max 1.2", "--tlsv1.3")) {
      List<String> curl = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*"));
      curl.addAll(List.of(version.split(" ")));
      curl.addAll(List.of("--cacert", "trusted.pem", "https://localhost:" + server.port() + "/"));
      Program answer = Program.run(fixture.folder(), Map.of(), curl);
      assertTrue(
          answer.exitCode() == 0 && answer.output().contains(PAGE), answer + "\n" + server.log());
    }
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      handshake(fixture, server, version, "ec", "ECDSA+SHA256", "Peer signature type: ECDSA");
      handshake(fixture, server, version, "rsa", "RSA-PSS+SHA256", "Peer signature type: RSA-PSS");
    }
  }

  private static void handshake(
      Fixture fixture,
      ServerProcess server,
      String version,
      String alias,
      String algorithms,
      String seen)
      throws Exception {
    Program openssl =
        Program.run(
            fixture.folder(),
            Map.of(),
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + server.port(),
                "-servername",
                "localhost",
                "-verify_hostname",
                "localhost",
                "-CAfile",
                alias + ".pem",
                "-verify_return_error",
                version,
                "-sigalgs",
                algorithms));
    String output = openssl.output();
    assertTrue(
        openssl.exitCode() == 0 && output.contains("Verification: OK") && output.contains(seen),
        openssl + "\n" + server.log());
  }

  private static ServerProcess tomcat(Fixture fixture, Path security) throws Exception {
    Path base = Files.createDirectory(fixture.folder().resolve("tomcat"));
    Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("webapps/ROOT"));
    Files.writeString(base.resolve("webapps/ROOT/index.html"), PAGE);
    int port = ServerProcess.freePort();
    String certificate =
        "<Certificate type='%s' certificateKeystoreType='Holdfast' certificateKeystoreFile='"
            + fixture.configuration()
            + "' certificateKeystorePassword='' certificateKeyAlias='%s'/>";
    Files.writeString(
        base.resolve("conf/server.xml"),
        """
        <Server port="-1">
          <Service name="Catalina">
            <Connector port="%d" address="127.0.0.1" SSLEnabled="true" scheme="https" secure="true"
                protocol="org.apache.coyote.http11.Http11NioProtocol">
              <SSLHostConfig protocols="TLSv1.2+TLSv1.3">
                %s
                %s
              </SSLHostConfig>
            </Connector>
            <Engine name="Catalina" defaultHost="localhost">
              <Host name="localhost" appBase="webapps"/>
            </Engine>
          </Service>
        </Server>
        """
            .formatted(
                port, certificate.formatted("EC", "ec"), certificate.formatted("RSA", "rsa")));
    Files.writeString(
        base.resolve("conf/web.xml"),
        """
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
          <servlet>
            <servlet-name>default</servlet-name>
            <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
          </servlet>
          <servlet-mapping>
            <servlet-name>default</servlet-name>
            <url-pattern>/</url-pattern>
          </servlet-mapping>
          <welcome-file-list><welcome-file>index.html</welcome-file></welcome-file-list>
        </web-app>
        """);
    return ServerProcess.start(
        fixture.folder(),
        port,
        ServerProcess.jars("tomcat"),
        List.of(
            "-Djava.security.properties=" + security,
            "-Dcatalina.home=" + base,
            "-Dcatalina.base=" + base,
            "org.apache.catalina.startup.Bootstrap",
            "start"));
  }

  private static ServerProcess jetty(Fixture fixture, Path security) throws Exception {
    Path pages = Files.createDirectory(fixture.folder().resolve("pages"));
    Files.writeString(pages.resolve("index.html"), PAGE);
    int port = ServerProcess.freePort();
    Path xml = fixture.folder().resolve("jetty.xml");
    Files.writeString(
        xml,
        """
        <?xml version="1.0"?>
        <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN"
            "https://jetty.org/configure_10_0.dtd">
        <Configure id="Server" class="org.eclipse.jetty.server.Server">
          <New id="ssl" class="org.eclipse.jetty.util.ssl.SslContextFactory$Server">
            <Set name="keyStorePath">%s</Set>
            <Set name="keyStoreType">Holdfast</Set>
          </New>
          <New id="http" class="org.eclipse.jetty.server.HttpConfiguration">
            <Call name="addCustomizer">
              <Arg><New class="org.eclipse.jetty.server.SecureRequestCustomizer"/></Arg>
            </Call>
          </New>
          <Call name="addConnector">
            <Arg>
              <New class="org.eclipse.jetty.server.ServerConnector">
                <Arg name="server"><Ref refid="Server"/></Arg>
                <Arg name="factories">
                  <Array type="org.eclipse.jetty.server.ConnectionFactory">
                    <Item>
                      <New class="org.eclipse.jetty.server.SslConnectionFactory">
                        <Arg name="sslContextFactory"><Ref refid="ssl"/></Arg>
                        <Arg name="next">http/1.1</Arg>
                      </New>
                    </Item>
                    <Item>
                      <New class="org.eclipse.jetty.server.HttpConnectionFactory">
                        <Arg name="config"><Ref refid="http"/></Arg>
                      </New>
                    </Item>
                  </Array>
                </Arg>
                <Set name="host">127.0.0.1</Set>
                <Set name="port">%d</Set>
              </New>
            </Arg>
          </Call>
          <Set name="handler">
            <New class="org.eclipse.jetty.server.handler.ResourceHandler">
              <Set name="baseResourceAsString">%s</Set>
            </New>
          </Set>
        </Configure>
        """
            .formatted(fixture.configuration(), port, pages));
    return ServerProcess.start(
        fixture.folder(),
        port,
        ServerProcess.jars("jetty", "slf4j"),
        List.of(
            "-Djava.security.properties=" + security,
            "org.eclipse.jetty.xml.XmlConfiguration",
            xml.toString()));
  }
}
