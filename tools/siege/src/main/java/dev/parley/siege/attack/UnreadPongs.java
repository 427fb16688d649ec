package dev.parley.siege.attack;

import dev.parley.client.FrameCodec;
import dev.parley.client.WebSocketConnection;

/** Makes a server keep the pongs that it owes. */
final class UnreadPongs implements Attack {
  private static final int CLIENTS = 100;
  private static final int AT_ONCE = 100;
  private static final int PAUSE_MILLIS = 20;
  private static final byte[] PING = FrameCodec.encode(0x89, new byte[125]);

  @Override
  public String name() {
    return "unread-pongs";
  }

  @Override
  public String line() {
    return "100 WebSockets send pings without a break and do not read the pongs.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connectUnread(client)) {
            WebSocketConnection socket =
                connection.enter(attacker.fresh("ping"), attacker.fresh("key-0123456789abcdef01"));
            while (!attacker.isOver()) {
              for (int i = 0; i < AT_ONCE; i++) {
                socket.send(PING);
              }
              attacker.pause(PAUSE_MILLIS);
            }
          }
        });
  }
}
