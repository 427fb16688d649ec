package dev.parley.websocket;

import java.util.Arrays;
import java.util.List;

/** Says what it hears. */
final class Echo implements Receiver {
  private final WebSocket socket;

  Echo(WebSocket socket) {
    this.socket = socket;
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    socket.send(List.of(Arrays.copyOfRange(bytes, offset, offset + length)), () -> {});
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    socket.sendBinary(Arrays.copyOfRange(bytes, offset, offset + length), () -> {});
  }

  @Override
  public void heard() {}

  @Override
  public void closed(int code) {}
}
