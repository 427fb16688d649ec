package dev.parley.bench.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTransportTest {
  private static final String PASSWORD = "for tests";
  private static final int LENGTH = 300_000;

  @TempDir private Path folder = Path.of("");

  @Test
  void exchangesBytesWithATlsServer() throws Exception {
    SSLContext tls = tls();
    byte[] sent = new byte[LENGTH];
    new Random(1).nextBytes(sent);
    try (SSLServerSocket server = server(tls);
        SocketChannel socket = SocketChannel.open(server.getLocalSocketAddress());
        Selector selector = Selector.open()) {
      Thread.ofVirtual().start(() -> echo(server));
      socket.configureBlocking(false);
      SSLEngine engine = tls.createSSLEngine();
      engine.setUseClientMode(true);
      Transport transport = new TlsTransport(socket, engine);
      assertThat(exchanged(transport, socket.register(selector, 0), sent)).isEqualTo(sent);
    }
  }

  private static byte[] exchanged(Transport transport, SelectionKey key, byte[] sent)
      throws IOException {
    ByteBuffer out = ByteBuffer.wrap(sent);
    ByteBuffer in = ByteBuffer.allocate(LENGTH + (1 << 16));
    while (in.position() < sent.length) {
      transport.write(out);
      key.interestOps(SelectionKey.OP_READ | (transport.isBlocked() ? SelectionKey.OP_WRITE : 0));
      key.selector().select();
      key.selector().selectedKeys().clear();
      assertThat(transport.read(in)).isNotNegative();
    }
    byte[] received = new byte[in.position()];
    in.flip().get(received);
    return received;
  }

  private static void echo(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      byte[] all = socket.getInputStream().readNBytes(LENGTH);
      socket.getOutputStream().write(all);
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the test has ended
    }
  }

  private static SSLServerSocket server(SSLContext tls) throws IOException {
    return (SSLServerSocket)
        tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** A context with a self-signed certificate that it trusts. */
  private SSLContext tls() throws Exception {
    Path file = folder.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }
}
