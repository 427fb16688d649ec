package dev.parley.siege.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** All attacks. */
public final class Attacks {
  private static final SequencedMap<String, List<Attack>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("unfinished requests", UnfinishedRequests.ALL);
    KINDS.put("unread responses", UnreadResponses.ALL);
    KINDS.put("many clients", ManyClients.ALL);
    KINDS.put("expensive requests", ExpensiveRequests.ALL);
  }

  private Attacks() {}

  /** The attacks on similar promises, which add up if they come together, by the kind's name. */
  public static SequencedMap<String, List<Attack>> byKind() {
    return KINDS;
  }

  public static List<Attack> all() {
    return KINDS.values().stream().flatMap(List::stream).toList();
  }

  public static Optional<Attack> named(String name) {
    return all().stream().filter(attack -> attack.name().equals(name)).findFirst();
  }
}
