package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;
import java.util.List;

/** Rooms in which one speaks to all, again and again, as soon as all have heard it. */
final class Fanout implements Scene {
  private final Run run;
  private final Plan plan;
  private boolean over;

  Fanout(Run run, Plan plan) {
    this.run = run;
    this.plan = plan;
  }

  @Override
  public int groups() {
    return plan.groups();
  }

  @Override
  public int members() {
    return plan.members();
  }

  @Override
  public boolean waitsForAll() {
    return true;
  }

  @Override
  public void begin(List<Group> groups) {
    groups.forEach(this::say);
  }

  private void say(Group room) {
    room.awaitOthers();
    room.first().send(Kind.BROADCAST, room.first(), plan.size(), run.loop().now());
  }

  @Override
  public void heard(Member member, Kind kind) {
    if (member.group().lastAwaited() && !over) {
      say(member.group());
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
