// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * An embedded Tomcat with the TLS settings a server.xml would give it, and nothing of Holdfast's.
 */
final class DemoServer implements AutoCloseable {
  /** Held here, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat;
  private final Connector connector;

  private DemoServer(Tomcat tomcat, Connector connector) {
    this.tomcat = tomcat;
    this.connector = connector;
  }

  static DemoServer start(DemoVault vault, DemoCommand.Kind kind, int port)
      throws IOException, LifecycleException, CommandFailure {
    TOMCAT_LOG.setLevel(Level.SEVERE);
    Path base = Files.createDirectory(vault.folder().resolve("tomcat"));
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    Connector connector = connector(vault, kind, port);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", base.toString());
    Tomcat.addServlet(context, "demo", new Page()).addMapping("/");
    tomcat.start();
    if (connector.getState() != LifecycleState.STARTED) {
      tomcat.stop();
      throw new CommandFailure("Tomcat could not listen on 127.0.0.1, port " + port);
    }
    return new DemoServer(tomcat, connector);
  }

  private static Connector connector(DemoVault vault, DemoCommand.Kind kind, int port) {
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(port);
    connector.setSecure(true);
    connector.setScheme("https");
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    host.setProtocols("TLSv1.2+TLSv1.3");
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.valueOf(kind.name()));
    certificate.setCertificateKeystoreType("Holdfast");
    certificate.setCertificateKeystoreFile(vault.configuration().toString());
    certificate.setCertificateKeystorePassword("");
    certificate.setCertificateKeyAlias(DemoVault.ALIAS);
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    return connector;
  }

  int port() {
    return connector.getLocalPort();
  }

  URI url() {
    return URI.create("https://localhost:" + port() + "/");
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  /** What the demo serves: how the connection looks from the server. */
  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain;charset=UTF-8");
      response
          .getWriter()
          .println(
              "Served over "
                  + request.getAttribute("org.apache.tomcat.util.net.secure_protocol_version")
                  + " with "
                  + request.getAttribute("jakarta.servlet.request.cipher_suite")
                  + " and a key that cannot be read.");
    }
  }
}
