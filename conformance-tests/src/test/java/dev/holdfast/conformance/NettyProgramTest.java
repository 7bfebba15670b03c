// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Netty over the JDK's TLS engine serves with keys of ours. */
class NettyProgramTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final int TIMEOUT_MILLIS = 20_000;

  /** Sends every byte back. */
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context
          .writeAndFlush(((ByteBuf) message).retain())
          .addListener(sent -> ((ByteBuf) message).release());
    }
  }

  private static SslContext server(KeyStore keyStore, String protocol) throws Exception {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(keyStore, new char[0]);
    return SslContextBuilder.forServer(managers)
        .sslProvider(SslProvider.JDK)
        .protocols(protocol)
        .build();
  }

  private static String speak(int port) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Certificates.root());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(42);
      assertEquals(42, socket.getInputStream().read());
      return socket.getSession().getProtocol();
    }
  }

  @EveryBackend
  void tlsServer_serves(Backend backend) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try (Installed holdfast = Installed.last(fixture)) {
      for (String kind : new String[] {"secp256r1", "RSA-2048"}) {
        KeyStore keyStore = fixture.keyStore();
        keyStore.deleteEntry("netty");
        KeyPair pair = BENCH.pair(backend, kind);
        X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
        keyStore.setKeyEntry("netty", pair.getPrivate(), null, chain);
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
          SslContext tls = server(keyStore, protocol);
          Channel listening =
              new ServerBootstrap()
                  .group(group)
                  .channel(NioServerSocketChannel.class)
                  .childHandler(
                      new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                          channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Echo());
                        }
                      })
                  .bind("localhost", 0)
                  .sync()
                  .channel();
          int port = ((InetSocketAddress) listening.localAddress()).getPort();
          assertEquals(protocol, speak(port), kind);
          listening.close().sync();
        }
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }
}
