package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;
import java.util.List;

/**
 * Pairs who talk as fast as the server lets them: each heard message is followed by another one.
 */
final class Relay implements Scene {
  private final Run run;
  private final Plan plan;
  private boolean over;

  Relay(Run run, Plan plan) {
    this.run = run;
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
  public void begin(List<Group> groups) {
    for (Group pair : groups) {
      for (int i = 0; i < plan.window(); i++) {
        say(pair.first());
        say(pair.last());
      }
    }
  }

  private void say(Member member) {
    member.send(Kind.CANDIDATE, member.group().other(member), plan.size(), run.loop().now());
  }

  @Override
  public void heard(Member member, Kind kind) {
    if (!over) {
      say(member.group().other(member));
    }
  }

  @Override
  public void end() {
    over = true;
  }

  @Override
  public long operations() {
    return run.tally().heard();
  }
}
