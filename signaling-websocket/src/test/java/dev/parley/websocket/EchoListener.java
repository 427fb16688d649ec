package dev.parley.websocket;

import java.util.Arrays;
import java.util.List;

/** Sends each message back. */
final class EchoListener implements WebSocketListener {
  private final WebSocket socket;

  EchoListener(WebSocket socket) {
    this.socket = socket;
  }

  @Override
  public void onText(byte[] bytes, int offset, int length) {
    socket.send(List.of(Arrays.copyOfRange(bytes, offset, offset + length)), () -> {});
  }

  @Override
  public void onBinary(byte[] bytes, int offset, int length) {
    socket.sendBinary(Arrays.copyOfRange(bytes, offset, offset + length), () -> {});
  }

  @Override
  public void onActivity() {}

  @Override
  public void onClosed(int code) {}
}
