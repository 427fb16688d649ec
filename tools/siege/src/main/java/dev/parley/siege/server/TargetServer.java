package dev.parley.siege.server;

import dev.parley.client.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The attacked server, and the client addresses from which it is reached. */
public record TargetServer(InetSocketAddress address) {
  private static final int BYTE = 256;

  /** An endpoint for clients at 127.0.x.y, if the server is on the loopback network. */
  public Endpoint from(int thirdByte, int fourthByte) {
    return from(thirdByte, fourthByte, 0);
  }

  /** The same with a receive buffer of this many bytes. */
  public Endpoint from(int thirdByte, int fourthByte, int receiveBuffer) {
    String host = address.getHostString() + ":" + address.getPort();
    return new Endpoint(
        address, host, localAddress(thirdByte % BYTE, fourthByte % BYTE), receiveBuffer);
  }

  private @Nullable InetAddress localAddress(int thirdByte, int fourthByte) {
    if (!address.getAddress().isLoopbackAddress()) {
      return null;
    }
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, (byte) thirdByte, (byte) fourthByte});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }
}
