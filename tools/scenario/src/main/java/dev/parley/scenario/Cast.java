package dev.parley.scenario;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Who and what there is in one run, under keys and in rooms that no other run has. */
final class Cast {

  private final Map<String, Player> players = new LinkedHashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final RandomGenerator random;
  private final String run;

  Cast(RandomGenerator random) {
    this.random = random;
    this.run = Identity.random(random).id();
    keep(Grammar.ROOM, Json.text(room(Grammar.ROOM)));
  }

  Player player(String name) {
    return players.computeIfAbsent(name, _ -> new Player(name, Identity.random(random)));
  }

  void share(String who, String whose) {
    players.put(who, new Player(who, player(whose).identity()));
  }

  /** The actual name of a room. */
  String room(String name) {
    return name + "-" + run;
  }

  void keep(String name, String json) {
    values.put(name, json);
  }

  /** The JSON that a name of the script stands for. */
  String value(Reference reference) {
    return switch (reference) {
      case Reference.Named(var name, var detail) -> value(name, detail);
      case Reference.Text(var length) -> Json.text("a".repeat(length));
      case Reference.Nested(var depth) -> "[".repeat(depth) + "]".repeat(depth);
    };
  }

  private String value(String name, Reference.Detail detail) {
    return switch (detail) {
      case ITSELF -> values.getOrDefault(name, Json.text(player(name).identity().id()));
      case KEY -> Json.text(player(name).identity().key());
      case SEQ -> Long.toString(player(name).seq());
    };
  }

  /**
   * Twice around, so that what one said has reached the others, and what they did about it, too.
   */
  void settle() throws InterruptedException, Letdown {
    settle(connections());
    settle(connections());
  }

  static void settle(List<Connection> connections) throws InterruptedException, Letdown {
    connections.forEach(Connection::ping);
    for (Connection connection : connections) {
      connection.awaitPong();
    }
    drain(connections);
  }

  /** All that was said to anybody and that the script has not asked for. */
  List<String> takeUnheard() throws InterruptedException, Letdown {
    drain(connections());
    return players.values().stream().flatMap(Cast::unheard).toList();
  }

  private static Stream<String> unheard(Player player) {
    return player.anyConnection().stream()
        .flatMap(connection -> connection.takeUnheard().stream())
        .map(heard -> player.name() + ": " + heard);
  }

  private static void drain(List<Connection> connections) throws InterruptedException, Letdown {
    for (Connection connection : connections) {
      connection.drain();
    }
  }

  void goHome() {
    connections().forEach(connection -> connection.line().close(1000));
  }

  private List<Connection> connections() {
    return players.values().stream().flatMap(player -> player.anyConnection().stream()).toList();
  }
}
