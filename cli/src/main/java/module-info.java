// SPDX-License-Identifier: Apache-2.0
/** The {@code holdfast} command. */
module dev.holdfast.cli {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires com.sun.jna;
  requires dev.holdfast.envelope;
  requires dev.holdfast.provider;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires java.net.http;
  requires jmespath.core;
  requires org.apache.tomcat.embed.core;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  opens dev.holdfast.cli to
      info.picocli;
}
