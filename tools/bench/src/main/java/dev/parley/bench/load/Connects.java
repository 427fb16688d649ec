package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;
import dev.parley.bench.measure.Latency;

/** People who come in, and leave at once. */
final class Connects implements Scene {
  private final Run run;
  private final Plan plan;
  private final Latency entrance = new Latency();
  private boolean over;
  private long entered;

  Connects(Run run, Plan plan) {
    this.run = run;
    this.plan = plan;
  }

  @Override
  public int groups() {
    return plan.groups();
  }

  @Override
  public int members() {
    return 1;
  }

  @Override
  public void gathered(Group single) {
    entered++;
    entrance.record(run.loop().now() - single.began());
    single.leave();
  }

  @Override
  public void heard(Member member, Kind kind) {}

  @Override
  public void dispersed(Group single) {
    if (!over) {
      run.wish();
    }
  }

  @Override
  public void end() {
    over = true;
  }

  @Override
  public long operations() {
    return entered;
  }

  @Override
  public Latency latency() {
    return entrance;
  }
}
