package dev.parley.websocket;

/**
 * Who hears what comes over one WebSocket.
 *
 * <p>All of it is called on the connection's I/O thread, and must not wait. The arrays belong to
 * the codec: they are valid during the call only.
 */
public interface Receiver {

  /** A whole message of text, which is valid UTF-8. */
  void text(byte[] bytes, int offset, int length);

  /** A whole binary message. */
  void binary(byte[] bytes, int offset, int length);

  /** Something has come: a sign of life. Called once for each read, before what it brought. */
  void heard();

  /**
   * The connection has ended, whoever ended it, or its peer has broken a rule and is not heard any
   * more. Called once; nothing else is called after it.
   *
   * @param code what the peer closed with, 1005 if it gave none; our own code where the peer broke
   *     a rule; 1006 if the connection ended without being closed
   */
  void closed(int code);
}
