package dev.parley.server.transport.websocket;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.websocket.WebSocketListener;

/** Passes what arrives on a WebSocket to its participant. Called on the I/O thread. */
final class WebSocketReceiver implements WebSocketListener {
  /** The close code of a page that ends (RFC 6455 section 7.4.1). */
  private static final int GOING_AWAY = 1001;

  private final Participant participant;

  WebSocketReceiver(Participant participant) {
    this.participant = participant;
  }

  @Override
  public void onText(byte[] bytes, int offset, int length) {
    participant.receive(bytes, offset, offset + length);
  }

  /** The protocol has no binary messages. */
  @Override
  public void onBinary(byte[] bytes, int offset, int length) {
    participant.reject(CloseCode.UNSUPPORTED_DATA);
  }

  @Override
  public void onActivity() {
    participant.markAlive();
  }

  @Override
  public void onClosed(int code) {
    if (code == GOING_AWAY) {
      participant.goingAway();
    }
    participant.closed();
  }
}
