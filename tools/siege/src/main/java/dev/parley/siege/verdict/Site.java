package dev.parley.siege.verdict;

import dev.parley.client.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The attacked server, and the addresses from which it is reached. */
public record Site(InetSocketAddress server) {
  private static final int BYTE = 256;

  /** What HTTP calls it. */
  public String host() {
    return server.getHostString() + ":" + server.getPort();
  }

  /** A connection from an address of the network 127, if the server is in it as well. */
  public Endpoint from(int thirdByte, int fourthByte) {
    return from(thirdByte, fourthByte, 0);
  }

  /** The same with a receive buffer of so many bytes: a client that does not read fills it soon. */
  public Endpoint from(int thirdByte, int fourthByte, int receiveBuffer) {
    return new Endpoint(server, host(), local(thirdByte % BYTE, fourthByte % BYTE), receiveBuffer);
  }

  private @Nullable InetAddress local(int thirdByte, int fourthByte) {
    if (!server.getAddress().isLoopbackAddress()) {
      return null;
    }
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, (byte) thirdByte, (byte) fourthByte});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }
}
