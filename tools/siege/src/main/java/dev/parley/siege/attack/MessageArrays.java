package dev.parley.siege.attack;

import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;

/** Puts as much work as possible into one request. */
final class MessageArrays implements Attack {
  private static final int CLIENTS = 16;
  private static final int MESSAGES = 1_000;
  private static final String GOOD = Texts.messages(1, MESSAGES, "x");
  private static final String GARBAGE = "[" + "{},".repeat(MESSAGES - 1) + "{}]";

  @Override
  public String name() {
    return "arrays";
  }

  @Override
  public String line() {
    return "Posts of 1,000 messages each, good ones and garbage.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            HttpRequests requests =
                new HttpRequests(attacker.fresh("array"), attacker.fresh("key-0123456789abcdef01"));
            Seat seat = Seat.of(connection.join(requests.room(), requests.key(), ""));
            while (!attacker.isOver() && connection.isUsable()) {
              connection.post(requests, seat, GOOD);
              connection.post(requests, seat, GARBAGE);
            }
          }
        });
  }
}
