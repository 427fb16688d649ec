package dev.parley.siege.attack;

import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Guesses at secrets. */
final class WrongTickets implements Attack {
  private static final int CLIENTS = 16;
  private static final int MANY = 3_000;

  @Override
  public String name() {
    return "wrong-tickets";
  }

  @Override
  public String line() {
    return "Event streams and polls are asked for with wrong tickets and keys at a high rate.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    HttpRequests requests =
        new HttpRequests(attacker.fresh("secret"), attacker.fresh("key-0123456789abcdef01"));
    Seat seat = seat(attacker, requests);
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            while (!attacker.isOver() && connection.isUsable()) {
              String guess = attacker.fresh("guess-0123456789abcdef");
              if (client % 2 == 0) {
                connection.ask("GET", requests.path(seat) + "/events?ticket=" + guess, "", "");
              } else {
                String bearer = "Authorization: Bearer %s\r\n".formatted(guess);
                connection.ask("GET", requests.path(seat) + "/messages?after=1&wait=0", bearer, "");
              }
            }
          }
        });
  }

  private static Seat seat(Attacker attacker, HttpRequests requests) throws IOException {
    try (AttackConnection connection = attacker.connect(0)) {
      return Seat.of(connection.join(requests.room(), requests.key(), ""));
    }
  }

  @Override
  public @Nullable String complaint(Ledger ledger) {
    return ledger.answers(401) + ledger.answers(403) > MANY && ledger.answers(429) == 0
        ? "Thousands of wrong tickets and keys were answered, and none was put off with 429."
        : null;
  }
}
