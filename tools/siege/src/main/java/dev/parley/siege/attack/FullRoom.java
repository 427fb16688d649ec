package dev.parley.siege.attack;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** A room with a full log, and seats that have received none of it. */
final class FullRoom {
  private final String name;
  private final List<AttackSeat> seats;

  private FullRoom(Attacker attacker, int readers) throws IOException, InterruptedException {
    this.name = attacker.unique("full");
    AtomicReferenceArray<AttackSeat> joined = new AtomicReferenceArray<>(readers);
    attacker.once(readers, (connection, client) -> joined.set(client, connection.join(name)));
    seats = IntStream.range(0, readers).mapToObj(joined::get).filter(Objects::nonNull).toList();
    if (seats.isEmpty()) {
      throw new IOException("no client could join");
    }
  }

  /** With 64 messages of the largest size. */
  static FullRoom ofLargeMessages(Attacker attacker, int readers)
      throws IOException, InterruptedException {
    FullRoom room = new FullRoom(attacker, readers);
    try (AttackConnection connection = attacker.connect(0)) {
      AttackSeat writer = connection.join(room.name);
      int batch = 16;
      for (long id = 1; id <= 64 && connection.isUsable(); id += batch) {
        connection.post(writer, AttackSeat.messages(id, batch, "x".repeat(60_000)));
      }
    }
    return room;
  }

  /** With 30,000 messages of the smallest size. */
  static FullRoom ofSmallMessages(Attacker attacker, int readers)
      throws IOException, InterruptedException {
    FullRoom room = new FullRoom(attacker, readers);
    attacker.once(
        60,
        (connection, _) -> {
          AttackSeat writer = connection.join(room.name);
          connection.post(writer, AttackSeat.messages(1, 500, "x"));
        });
    return room;
  }

  String name() {
    return name;
  }

  /** The seat of a client; several clients share one if the server has admitted fewer. */
  AttackSeat seat(int client) {
    return seats.get(client % seats.size());
  }
}
