package dev.parley.scenario;

import java.time.Duration;

/**
 * The connection of one client to a room.
 *
 * <p>Sending on a connection that has ended does nothing: {@link #receive} reports the end.
 */
public interface Connection {

  void send(String text);

  void sendBinary(byte[] bytes);

  /** The next message, or the end of the connection. A timeout of zero does not wait. */
  Received receive(Duration timeout) throws InterruptedException;

  /** Ends the connection without a close handshake, as a lost network does. */
  void drop();

  /** Ends the connection with a close handshake. */
  void close(int code);
}
