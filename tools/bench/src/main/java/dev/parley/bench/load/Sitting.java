package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;

/** Pairs who have come and say nothing. */
final class Sitting implements Scene {
  private final Plan plan;

  Sitting(Plan plan) {
    this.plan = plan;
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
  public void heard(Member member, Kind kind) {}

  @Override
  public void end() {}

  @Override
  public long operations() {
    return 2L * plan.groups();
  }
}
