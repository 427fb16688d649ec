package dev.parley.client;

import java.io.IOException;

/** The other end closed the WebSocket. */
public final class WebSocketClosedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int code;

  WebSocketClosedException(int code) {
    super("closed with " + code);
    this.code = code;
  }

  /** The close code, 1005 if the close frame had none. */
  public int code() {
    return code;
  }
}
