package dev.parley.siege.attack;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Attacks by clients that take connections, seats and rooms. */
final class ManyClients {
  private static final int MANY = 4_500;
  private static final String SEAT_DATA = "x".repeat(8_000);

  static final List<Attack> ALL =
      List.of(
          new Attack(
              "join-flood",
              "16 clients join rooms by POST without a pause, with 8,000 characters of data each"
                  + " time.",
              "`joins-per-address` and `total-roster-bytes` bound the seats of one address.",
              attacker ->
                  attacker.repeat(
                      16,
                      (connection, _) -> {
                        String room = attacker.unique("flood");
                        for (int i = 0; i < 4 && connection.isUsable(); i++) {
                          connection.join(room, attacker.newKey(), SEAT_DATA);
                        }
                      })),
          new Attack(
              "disconnects",
              "24 clients reset their connection after an upgrade, after a join, or within a"
                  + " request.",
              "Seats and connections of clients that disappear are released.",
              attacker ->
                  attacker.repeat(
                      24, (connection, client) -> disconnect(attacker, connection, client))),
          new Attack(
              "hash-collisions",
              "16 clients open up to 16,384 rooms whose names have the same `String.hashCode`.",
              "A room is found quickly whatever the names of the rooms are.",
              attacker -> {
                AtomicInteger next = new AtomicInteger();
                attacker.repeat(
                    16,
                    (connection, _) -> {
                      while (!attacker.isOver() && connection.isUsable()) {
                        connection.join(collidingName(next.getAndIncrement()));
                      }
                    });
              }),
          new Attack(
              "long-polls",
              "4,500 clients take a seat each and wait in a long poll.",
              "A waiting poll counts as one of the `connections` of its address.",
              attacker ->
                  attacker.repeat(
                      MANY,
                      (connection, _) -> {
                        AttackSeat seat = connection.join(attacker.unique("poll"));
                        while (!attacker.isOver() && connection.isUsable()) {
                          connection.ask("GET", seat.pollPath(55), seat.bearer(), "");
                        }
                      })),
          new Attack(
              "connection-burst",
              "4,500 WebSockets are opened at once and never join.",
              "A WebSocket without a join is closed after `join-timeout`.",
              attacker ->
                  attacker.repeat(
                      MANY,
                      (connection, _) ->
                          connection.receive(connection.upgrade(attacker.unique("burst"))))));

  private ManyClients() {}

  private static void disconnect(Attacker attacker, AttackConnection connection, int client)
      throws IOException {
    String room = attacker.unique("disconnect");
    attacker.pause(10); // the rate is harmful enough without using up the processor
    switch (client % 4) {
      case 0 -> connection.enter(room);
      case 1 -> connection.upgrade(room);
      case 2 -> connection.join(room);
      default ->
          connection.ask(
              UnfinishedRequests.post("/v1/rooms/" + room + "/peers") + "Content-Length: 50\n\n{");
    }
  }

  /** One of 16,384 names with the same hash code, chosen by the bits of a number. */
  static String collidingName(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 14; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }
}
