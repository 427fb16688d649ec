package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Pairs who talk at a pace that the server does not set.
 *
 * <p>A message counts as sent when it was due, also if it went out later: otherwise a server that
 * stops the clients would stop the clock (coordinated omission).
 */
final class Paced implements Scene {
  private static final int MOST_UNSENT = 1 << 20;

  private final Run run;
  private final Plan plan;
  private final double interval;
  private List<Group> pairs = List.of();
  private long began;
  private long turn;
  private boolean over;

  Paced(Run run, Plan plan) {
    this.run = run;
    this.plan = plan;
    this.interval = TimeUnit.SECONDS.toNanos(1) / plan.rate();
  }

  @Override
  public int groups() {
    return plan.groups();
  }

  @Override
  public int members() {
    return 2;
  }

  @Override
  public boolean waitsForAll() {
    return true;
  }

  @Override
  public void begin(List<Group> groups) {
    pairs = groups;
    began = System.nanoTime();
  }

  @Override
  public long due(long now) {
    if (over || pairs.isEmpty()) {
      return Long.MAX_VALUE;
    }
    while (true) {
      long due = began + (long) (interval * turn);
      if (due > now) {
        return due;
      }
      say(speaker(), due);
      turn++;
    }
  }

  /** One of each pair, and then the other of each. */
  private Member speaker() {
    Group pair = pairs.get((int) (turn % pairs.size()));
    return turn / pairs.size() % 2 == 0 ? pair.first() : pair.last();
  }

  private void say(Member member, long at) {
    if (member.unsent() > MOST_UNSENT) {
      run.tally().heldBack();
    } else {
      member.send(Kind.CANDIDATE, member.group().other(member), plan.size(), at);
    }
  }

  @Override
  public void heard(Member member, Kind kind) {}

  @Override
  public void end() {
    over = true;
  }

  @Override
  public long operations() {
    return run.tally().heard();
  }
}
