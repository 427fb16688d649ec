package dev.parley.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The server's address, and the options of the sockets that connect to it.
 *
 * @param host the value of the {@code Host} header
 * @param localAddress the address to connect from, or null for the system's choice
 * @param receiveBuffer size of the socket's receive buffer in bytes, or 0 for the system's choice
 */
public record Endpoint(
    InetSocketAddress address, String host, @Nullable InetAddress localAddress, int receiveBuffer) {
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int HTTP_PORT = 80;

  /** An endpoint with the system's choice of the local address and buffer size. */
  public static Endpoint of(InetSocketAddress address, String host) {
    return new Endpoint(address, host, null, 0);
  }

  /**
   * The address of the server at an {@code http} URL. A connection is opened and closed, so that a
   * server that is not running is reported at the start.
   */
  public static InetSocketAddress addressOf(URI server) throws IOException {
    int port = server.getPort() < 0 ? HTTP_PORT : server.getPort();
    try (Socket socket = new Socket(server.getHost(), port)) {
      return (InetSocketAddress) socket.getRemoteSocketAddress();
    } catch (IOException e) {
      throw new IOException("No server at " + server + " (" + e.getMessage() + ").", e);
    }
  }

  /** Opens a connection whose reads time out. */
  Socket connect(int readTimeoutMillis) throws IOException {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer); // TCP negotiates the window while connecting
      }
      if (localAddress != null) {
        socket.bind(new InetSocketAddress(localAddress, 0));
      }
      socket.connect(address, CONNECT_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(readTimeoutMillis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
