package dev.parley.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * How a connection reaches a server.
 *
 * @param host what the {@code Host} header says
 * @param from the local address to connect from, or null for the system's choice
 * @param receiveBuffer bytes of the socket's receive buffer, or 0 for the system's choice
 */
public record Route(
    InetSocketAddress server, String host, @Nullable InetAddress from, int receiveBuffer) {
  private static final int CONNECT_MILLIS = 10_000;

  /** A direct connection with the system's choices. */
  public static Route to(InetSocketAddress server, String host) {
    return new Route(server, host, null, 0);
  }

  /** Connects; reads then wait at most for the given time. */
  Socket connect(int patienceMillis) throws IOException {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer); // the window is agreed upon while connecting
      }
      if (from != null) {
        socket.bind(new InetSocketAddress(from, 0));
      }
      socket.connect(server, CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patienceMillis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
