package dev.parley.siege;

import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.Attacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/**
 * The waves of a siege. First each attack runs alone from one address, or three together in a short
 * siege, in an order that the seed decides; then the attacks of each kind run together from many
 * addresses.
 */
final class Plan {
  private static final Duration MAX_ROUND = Duration.ofMinutes(30);
  private static final Duration SHORT_ROUND = Duration.ofMinutes(5);
  private static final int TOGETHER_IN_SHORT_ROUND = 3;
  private static final int KIND_WEIGHT = 2;

  private Plan() {}

  /** All attacks, in rounds of at most half an hour. */
  static List<Wave> all(Duration time, long seed) {
    int rounds = (int) Math.max(1, time.dividedBy(MAX_ROUND));
    List<Wave> waves = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      waves.addAll(round(time.dividedBy(rounds), new Random(seed + round)));
    }
    return waves;
  }

  private static List<Wave> round(Duration time, Random random) {
    List<Attack> shuffled = new ArrayList<>(Attacks.all());
    Collections.shuffle(shuffled, random);
    int together = time.compareTo(SHORT_ROUND) < 0 ? TOGETHER_IN_SHORT_ROUND : 1;
    List<List<Attack>> groups = shuffled.stream().gather(Gatherers.windowFixed(together)).toList();
    long units = groups.size() + (long) KIND_WEIGHT * Attacks.byKind().size();
    Duration unit = time.dividedBy(units);
    List<Wave> waves = new ArrayList<>();
    for (List<Attack> group : groups) {
      waves.add(new Wave(name(group), group, false, unit));
    }
    Attacks.byKind()
        .forEach((kind, attacks) ->
            waves.add(new Wave(kind, attacks, true, unit.multipliedBy(KIND_WEIGHT))));
    return waves;
  }

  /** The named attacks together, first from one address, then from many. */
  static List<Wave> only(List<String> names, Duration time) {
    List<Attack> attacks = names.stream().map(Plan::named).toList();
    Duration half = time.dividedBy(2);
    return List.of(
        new Wave(name(attacks), attacks, false, half),
        new Wave(name(attacks), attacks, true, half));
  }

  private static String name(List<Attack> attacks) {
    return attacks.stream().map(Attack::name).collect(Collectors.joining(" + "));
  }

  private static Attack named(String name) {
    return Attacks.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no attack \"" + name + "\": --list prints the names."));
  }
}
