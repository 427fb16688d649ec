package dev.parley.server.transport.websocket;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.websocket.WebSocketListener;

/** Passes what arrives on a WebSocket to its participant. Called on the I/O thread. */
final class WebSocketReceiver implements WebSocketListener {
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
    participant.closed();
  }
}
