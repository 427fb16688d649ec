package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;
import dev.parley.bench.measure.Latency;

/**
 * Calls as browsers set them up: two connect, one offers, the other answers, candidates go one by
 * one both ways, and both leave.
 */
final class Calls implements Scene {
  private static final int OFFER = 2_500;
  private static final int ANSWER = 2_200;
  private static final int CANDIDATE = 180;
  private static final int CANDIDATES = 10;
  private static final int EACH_SENDS = 1 + CANDIDATES;

  private final Run run;
  private final Plan plan;
  private final Latency setUp = new Latency();
  private boolean over;
  private long calls;

  Calls(Run run, Plan plan) {
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
  public void gathered(Group pair) {
    send(Kind.OFFER, pair.first(), OFFER);
  }

  private void send(Kind kind, Member from, int size) {
    from.send(kind, from.group().other(from), size, run.loop().now());
  }

  @Override
  public void heard(Member member, Kind kind) {
    Group pair = member.group();
    if (pair.isDone()) {
      return;
    }
    if (kind == Kind.OFFER) {
      send(Kind.ANSWER, member, ANSWER);
    } else if (member.sent() < EACH_SENDS) {
      send(Kind.CANDIDATE, member, CANDIDATE);
    }
    if (pair.first().heard() == EACH_SENDS && pair.last().heard() == EACH_SENDS) {
      calls++;
      setUp.record(run.loop().now() - pair.began());
      pair.leave();
    }
  }

  @Override
  public void dispersed(Group pair) {
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
    return calls;
  }

  @Override
  public Latency latency() {
    return setUp;
  }
}
