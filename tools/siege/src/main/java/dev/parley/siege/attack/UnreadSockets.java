package dev.parley.siege.attack;

import dev.parley.client.FrameCodec;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a server keep what is missed by WebSockets that do not read. */
final class UnreadSockets implements Attack {
  private static final int CLIENTS = 400;
  private static final int MOST_OF_A_CLIENT = 3;
  private static final int PAUSE_MILLIS = 500;
  private static final byte[] PONG = FrameCodec.encode(0x8A, new byte[0]);

  @Override
  public String name() {
    return "unread-sockets";
  }

  @Override
  public String line() {
    return "400 clients resume into a log of 30,000 messages by one WebSocket after the other, read none, and"
        + " send pongs to seem alive.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofSmall(attacker, CLIENTS);
    attacker.crowd(
        CLIENTS,
        client -> {
          List<AttackConnection> open = new ArrayList<>();
          try {
            resume(attacker, room, client, open);
          } finally {
            open.forEach(AttackConnection::close);
          }
        });
  }

  private static void resume(
      Attacker attacker, FullRoom room, int client, List<AttackConnection> open)
      throws IOException {
    while (!attacker.isOver()) {
      if (open.size() < MOST_OF_A_CLIENT) {
        AttackConnection connection = attacker.connectUnread(client);
        open.add(connection);
        WebSocketConnection socket = connection.upgrade(room.name());
        socket.send(room.reader(client).join());
        boolean resumed = connection.receive(socket).contains("\"resumed\":true");
        attacker.ledger().answered(resumed ? "resumed" : "not resumed");
      }
      attacker.pause(PAUSE_MILLIS);
      open.removeIf(connection -> !connection.sends(PONG));
    }
  }
}
