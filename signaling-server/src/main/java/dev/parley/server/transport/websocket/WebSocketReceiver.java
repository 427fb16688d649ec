package dev.parley.server.transport.websocket;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.websocket.Receiver;

/** Receives from one WebSocket: text goes to the participant, all else is answered here. */
final class WebSocketReceiver implements Receiver {
  private final Participant participant;

  WebSocketReceiver(Participant participant) {
    this.participant = participant;
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    participant.receive(bytes, offset, offset + length);
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    participant.reject(CloseCode.UNSUPPORTED_DATA);
  }

  @Override
  public void heard() {
    participant.heard();
  }

  @Override
  public void closed(int code) {
    participant.closed();
  }
}
