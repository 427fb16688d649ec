package dev.parley.websocket;

/**
 * Receives the messages and the end of one {@link WebSocket}.
 *
 * <p>All methods are called on the connection's XNIO I/O thread, which serves other connections
 * too: they must not block. An exception or error that a method throws is logged and closes this
 * connection with 1011.
 *
 * <p>The arrays are buffers of that thread. They are valid only during the call: a listener that
 * keeps a message copies it.
 */
public interface WebSocketListener {

  /** A complete text message, which is valid UTF-8. */
  void onText(byte[] bytes, int offset, int length);

  /** A complete binary message. */
  void onBinary(byte[] bytes, int offset, int length);

  /**
   * The peer has sent something, which may be as little as a part of a frame, or a pong. Called
   * once for each read from the socket, before the messages of that read.
   */
  void onActivity();

  /**
   * The connection has ended, or has failed because the peer broke a rule, and no further message
   * will be delivered. Called exactly once, as the last call.
   *
   * @param code the peer's close code, 1005 if its close frame has none; this side's code where
   *     this side failed the connection; 1006 if the connection ended without a close frame
   */
  void onClosed(int code);
}
