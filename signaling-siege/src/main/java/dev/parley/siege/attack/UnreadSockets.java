package dev.parley.siege.attack;

import dev.parley.chaos.WebSocketConnection;
import java.io.IOException;

/** Makes a server keep what is missed by WebSockets that do not read. */
final class UnreadSockets implements Attack {
  private static final int CLIENTS = 150;
  private static final int PAUSE_MILLIS = 1_000;
  private static final byte[] PONG = WebSocketConnection.frame(0x8A, new byte[0]);

  @Override
  public String name() {
    return "unread-sockets";
  }

  @Override
  public String line() {
    return "150 WebSockets resume into a full log, do not read, and send pongs to seem alive.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofLarge(attacker, CLIENTS);
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connectUnread(client)) {
            WebSocketConnection socket = connection.upgrade(room.name());
            socket.send(room.reader(client).join());
            while (!attacker.isOver()) {
              attacker.pause(PAUSE_MILLIS);
              socket.send(PONG);
            }
          }
        });
  }
}
