package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.client.HttpHead;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A proxy in front of a server: a WebSocket becomes a {@link ProxiedConnection}, on which its
 * {@link Interference} sees each message. Other requests, such as those for a page, are relayed as
 * they are. The HTTP transports are refused, so that a client that has them stays with its
 * WebSocket.
 */
final class WebSocketProxy implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int MAX_CONNECTIONS = 64; // more are reset
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
  private static final int CONNECT_MILLIS = 10_000;
  private static final int NO_TIMEOUT = 0;

  /** After which a connection whose other end does not read is closed. */
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

  private final URI server;
  private final Interference interference;
  private final Duration writeTimeout;
  private final ServerSocket listener;
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  WebSocketProxy(URI server, int port, Interference interference) throws IOException {
    this(server, port, interference, WRITE_TIMEOUT);
  }

  WebSocketProxy(URI server, int port, Interference interference, Duration writeTimeout)
      throws IOException {
    this.writeTimeout = writeTimeout;
    this.server = server;
    this.interference = interference;
    this.listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("conformance-proxy").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Resets each new connection from now on, as a host does whose server is not running. */
  void refuse(boolean connections) {
    refusing = connections;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        // closed, or out of file descriptors, which other connections free when they end
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ACCEPT_PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) {
    boolean admitted = places.tryAcquire();
    try (socket) {
      interference.attempted();
      if (refusing || !admitted) {
        socket.setSoLinger(true, 0);
        return;
      }
      socket.setTcpNoDelay(true);
      HttpConnection client = new HttpConnection(socket, "");
      client.writeTimeout(writeTimeout);
      HttpHead head = HttpHead.read(client.in());
      String path = head.startLine().split(" ", 3)[1];
      if ("websocket".equalsIgnoreCase(head.headers().get("upgrade"))) {
        proxy(client, head, path);
      } else if (!path.startsWith("/v1/")) {
        relay(client, head, path);
      }
    } catch (IOException | IndexOutOfBoundsException _) {
      // the client has gone, or sends no HTTP
    } finally {
      if (admitted) {
        places.release();
      }
    }
  }

  private void proxy(HttpConnection client, HttpHead head, String path) throws IOException {
    HttpConnection toServer = connect();
    toServer.writeTimeout(writeTimeout);
    WebSocketConnection upstream = new WebSocketConnection(toServer, base() + path);
    ProxiedConnection connection =
        new ProxiedConnection(
            path,
            head.headers(),
            WebSocketConnection.accept(client, head),
            client,
            upstream,
            interference);
    connections.add(connection);
    try {
      connection.run();
    } finally {
      connections.remove(connection);
    }
  }

  /** One request and its response, then the end of the connection. */
  private void relay(HttpConnection client, HttpHead head, String path) throws IOException {
    try (HttpConnection upstream = connect()) {
      String method = head.startLine().split(" ", 2)[0];
      String headers =
          head.headers().entrySet().stream()
              .filter(header -> !Set.of("host", "connection").contains(header.getKey()))
              .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
              .collect(Collectors.joining());
      upstream.send(
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
              .formatted(method, base() + path, server.getAuthority(), headers)
              .getBytes(ISO_8859_1));
      Thread.ofVirtual().start(() -> copy(client.in(), upstream.socket()));
      copy(upstream.in(), client.socket());
    }
  }

  private static void copy(InputStream in, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException _) {
      // one of the two has ended
    }
  }

  private String base() {
    return server.getPath().replaceFirst("/+$", "");
  }

  private HttpConnection connect() throws IOException {
    boolean secure = server.getScheme().matches("https|wss");
    int port = server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80;
    if (!secure) {
      InetSocketAddress address = new InetSocketAddress(server.getHost(), port);
      return new HttpConnection(Endpoint.of(address, server.getAuthority()), NO_TIMEOUT);
    }
    SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // sockets do not check names otherwise
    socket.setSSLParameters(parameters);
    socket.connect(new InetSocketAddress(server.getHost(), port), CONNECT_MILLIS);
    return new HttpConnection(socket, server.getAuthority());
  }

  @Override
  public void close() throws IOException {
    listener.close();
    connections.forEach(ProxiedConnection::cut);
  }
}
