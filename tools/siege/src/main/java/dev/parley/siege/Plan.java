package dev.parley.siege;

import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.Attacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/**
 * Which attacks come when: each by itself from one address, or in threes if there is little time,
 * in an order that the seed decides; and then those that add up at the same time, from many
 * addresses.
 */
final class Plan {
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(30);
  private static final Duration ENOUGH_FOR_EACH = Duration.ofMinutes(5);
  private static final int AT_ONCE = 3;
  private static final int COMBINED_WEIGHT = 2;

  private static final Map<String, List<String>> COMBINED =
      new TreeMap<>(
          Map.of(
              "requests that do not end",
              List.of(
                  "huge-announcement",
                  "announced-bodies",
                  "bodies-but-a-byte",
                  "endless-chunks",
                  "slow-heads",
                  "slow-bodies",
                  "idle-connections"),
              "answers that nobody reads",
              List.of(
                  "unread-polls",
                  "unread-streams",
                  "unread-joins",
                  "unread-sockets",
                  "unread-pongs",
                  "unread-broadcasts",
                  "slow-readers",
                  "partial-messages"),
              "coming and going",
              List.of("join-flood", "vanishing", "colliding-names", "long-polls", "bursts"),
              "work without an end",
              List.of("replays", "wrong-tickets", "malformed-requests", "arrays")));

  private Plan() {}

  /** All attacks, in rounds of at most half an hour. */
  static List<Wave> all(Duration time, long seed) {
    int rounds = (int) Math.max(1, time.dividedBy(LONGEST_ROUND));
    List<Wave> waves = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      waves.addAll(round(time.dividedBy(rounds), new Random(seed + round)));
    }
    return waves;
  }

  private static List<Wave> round(Duration time, Random random) {
    List<Attack> shuffled = new ArrayList<>(Attacks.all());
    Collections.shuffle(shuffled, random);
    int size = time.compareTo(ENOUGH_FOR_EACH) < 0 ? AT_ONCE : 1;
    List<List<Attack>> groups = shuffled.stream().gather(Gatherers.windowFixed(size)).toList();
    Duration unit = time.dividedBy(groups.size() + (long) COMBINED_WEIGHT * COMBINED.size());
    List<Wave> waves = new ArrayList<>();
    for (List<Attack> group : groups) {
      waves.add(new Wave(name(group), group, false, unit));
    }
    COMBINED.forEach((name, attacks) ->
        waves.add(new Wave(name, named(attacks), true, unit.multipliedBy(COMBINED_WEIGHT))));
    return waves;
  }

  /** These at the same time, first from one address, then from many. */
  static List<Wave> only(List<String> names, Duration time) {
    List<Attack> attacks = named(names);
    Duration half = time.dividedBy(2);
    return List.of(
        new Wave(name(attacks), attacks, false, half),
        new Wave(name(attacks), attacks, true, half));
  }

  private static String name(List<Attack> attacks) {
    return attacks.stream().map(Attack::name).collect(Collectors.joining(" + "));
  }

  private static List<Attack> named(List<String> names) {
    return names.stream().map(Plan::named).toList();
  }

  private static Attack named(String name) {
    return Attacks.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no attack \"" + name + "\": --list tells which there are."));
  }
}
