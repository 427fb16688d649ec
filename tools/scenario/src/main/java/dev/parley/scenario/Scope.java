package dev.parley.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The meaning of a script's names in one run: clients with random keys, rooms with random names,
 * which no other run shares, and assigned values.
 */
final class Scope {

  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final RandomGenerator random;
  private final String run;

  Scope(RandomGenerator random) {
    this.random = random;
    this.run = Identity.random(random).id();
    assign(Grammar.ROOM, Json.text(room(Grammar.ROOM)));
  }

  Client client(String name) {
    return clients.computeIfAbsent(name, _ -> new Client(name, Identity.random(random)));
  }

  void shareKey(String name, String other) {
    clients.put(name, new Client(name, client(other).identity()));
  }

  /** The name of a room on the server. */
  String room(String name) {
    return name + "-" + run;
  }

  void assign(String name, String json) {
    values.put(name, json);
  }

  /** The JSON that a reference in the script stands for. */
  String value(Reference reference) {
    return switch (reference) {
      case Reference.Named(var name, var detail) -> value(name, detail);
      case Reference.Text(var length) -> Json.text("a".repeat(length));
      case Reference.Nested nested -> nested.json();
    };
  }

  private String value(String name, Reference.Detail detail) {
    return switch (detail) {
      case ITSELF -> values.getOrDefault(name, Json.text(client(name).identity().id()));
      case KEY -> Json.text(client(name).identity().key());
      case SEQ -> Long.toString(client(name).seq());
    };
  }

  /** The inboxes of all clients that are connected. */
  List<Inbox> inboxes() {
    return clients.values().stream().flatMap(client -> client.anyInbox().stream()).toList();
  }

  /** What the clients have received and no step has expected. */
  List<String> takeUnexpected() throws InterruptedException, StepFailure {
    List<String> unexpected = new ArrayList<>();
    for (Client client : clients.values()) {
      if (client.anyInbox().isPresent()) {
        Inbox inbox = client.inbox();
        inbox.drain();
        inbox.takeUnexpected().forEach(each -> unexpected.add(client.name() + ": " + each));
      }
    }
    return unexpected;
  }
}
