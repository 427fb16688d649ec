package dev.parley.siege.attack;

import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Attacks by requests that cost the server more than the client. */
final class ExpensiveRequests {
  private static final int BATCH = 1_000;
  private static final String VALID_BATCH = AttackSeat.messages(1, BATCH, "x");
  private static final String INVALID_BATCH = "[" + "{},".repeat(BATCH - 1) + "{}]";
  private static final int MANY = 3_000;

  static final List<Attack> ALL =
      List.of(
          new Attack(
              "repeated-replays",
              "120 clients request a log of 30,000 messages again and again, by polls and by"
                  + " resuming.",
              "Replays for one address are limited to 4 MiB per second.",
              ExpensiveRequests::replay),
          new Attack(
              "wrong-credentials",
              "16 clients request event streams and polls with wrong tickets and keys, without a"
                  + " pause.",
              "Beyond 10 wrong tickets or keys per second, an address gets status 429.",
              ExpensiveRequests::guess,
              ExpensiveRequests::checkGuesses),
          new Attack(
              "malformed-requests",
              "8 clients send requests that violate RFC 9112, RFC 6455 or the protocol, each in a"
                  + " different way.",
              "A malformed request gets an error that explains it, and never status 500.",
              attacker -> {
                AtomicInteger next = new AtomicInteger();
                List<MalformedRequest> all = MalformedRequest.all();
                attacker.repeat(
                    8,
                    (connection, _) ->
                        send(attacker, connection, all.get(next.getAndIncrement() % all.size())));
              }),
          new Attack(
              "large-batches",
              "16 clients post batches of 1,000 messages, valid and invalid ones.",
              "`messages-per-second` counts each message of a batch.",
              attacker ->
                  attacker.repeat(
                      16,
                      (connection, _) -> {
                        AttackSeat seat = connection.join(attacker.unique("batch"));
                        while (!attacker.isOver() && connection.isUsable()) {
                          connection.post(seat, VALID_BATCH);
                          connection.post(seat, INVALID_BATCH);
                        }
                      })));

  private ExpensiveRequests() {}

  private static void replay(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofSmallMessages(attacker, 120);
    attacker.repeat(
        120,
        (connection, client) -> {
          AttackSeat seat = room.seat(client);
          while (!attacker.isOver() && connection.isUsable()) {
            if (client % 2 == 0) {
              connection.ask("GET", seat.pollPath(0), seat.bearer(), "");
            } else {
              WebSocketConnection socket = connection.upgrade(room.name());
              socket.send(seat.resume());
              connection.receive(socket);
            }
          }
        });
  }

  private static void guess(Attacker attacker) throws IOException, InterruptedException {
    AttackSeat seat;
    try (AttackConnection connection = attacker.connect(0)) {
      seat = connection.join(attacker.unique("secret"));
    }
    attacker.repeat(
        16,
        (connection, client) -> {
          while (!attacker.isOver() && connection.isUsable()) {
            String guess = attacker.newKey();
            if (client % 2 == 0) {
              connection.ask("GET", seat.path() + "/events?ticket=" + guess, "", "");
            } else {
              String bearer = "Authorization: Bearer %s\r\n".formatted(guess);
              connection.ask("GET", seat.path() + "/messages?after=1&wait=0", bearer, "");
            }
          }
        });
  }

  private static @Nullable String checkGuesses(AttackStatistics statistics) {
    boolean unlimited =
        statistics.count(401) + statistics.count(403) > MANY && statistics.count(429) == 0;
    return unlimited
        ? "Thousands of wrong tickets and keys were answered, and none with status 429."
        : null;
  }

  private static void send(
      Attacker attacker, AttackConnection connection, MalformedRequest request) {
    try {
      connection.sendRequest(request.text());
      switch (request.expected()) {
        case ERROR -> {
          int status = connection.answer(request.description()).status();
          if (status < 400) {
            attacker.verdict().fault(request.description() + " was answered with " + status + ".");
          }
        }
        case RESPONSE -> connection.answer(request.description());
        case ANYTHING -> connection.skip(1);
      }
    } catch (IOException e) {
      attacker.pause(20); // the server may also end the connection
    }
  }
}
