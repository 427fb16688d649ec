package dev.parley.siege.attack;

import dev.parley.client.WebSocketConnection;
import java.io.IOException;

/** Makes a server read through long logs. */
final class Replays implements Attack {
  private static final int CLIENTS = 120;

  @Override
  public String name() {
    return "replays";
  }

  @Override
  public String line() {
    return "120 clients ask for a log of 30,000 small messages again and again, by polls and by resuming.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofSmall(attacker, CLIENTS);
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            FullRoom.Reader reader = room.reader(client);
            while (!attacker.isOver() && connection.isUsable()) {
              if (client % 2 == 0) {
                connection.ask("GET", reader.pollPath(), reader.requests().bearer(), "");
              } else {
                WebSocketConnection socket = connection.upgrade(room.name());
                socket.send(reader.join());
                connection.receive(socket);
              }
            }
          }
        });
  }
}
