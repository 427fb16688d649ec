package dev.parley.siege.attack;

import com.google.gson.JsonObject;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;

/** Holds connections by polls, which are answered late on purpose. */
final class LongPolls implements Attack {
  private static final int CLIENTS = 4_500;

  @Override
  public String name() {
    return "long-polls";
  }

  @Override
  public String line() {
    return "4,500 clients take a seat each and wait in a long poll.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            HttpRequests requests =
                new HttpRequests(attacker.fresh("poll"), attacker.fresh("key-0123456789abcdef01"));
            JsonObject joined = connection.join(requests.room(), requests.key(), "");
            String path =
                requests.path(Seat.of(joined)) + "/messages?wait=55&after=" + joined.get("seq");
            while (!attacker.isOver() && connection.isUsable()) {
              connection.ask("GET", path, requests.bearer(), "");
            }
          }
        });
  }
}
