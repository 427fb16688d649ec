package dev.parley.bench.load;

import dev.parley.bench.dialect.Dialect;
import dev.parley.bench.dialect.Letter;
import dev.parley.bench.dialect.Mark;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.wire.Loop;
import dev.parley.bench.wire.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** What all connections of one case share. */
final class Run implements AutoCloseable {
  private final Loop loop;
  private final Dialect dialect;
  private final Scene scene;
  private final Tally tally = new Tally();
  private final Notices notices;
  private final Naming naming = new Naming();
  private final Letter letter = new Letter();
  private final Mark mark = new Mark();
  private final Latency deliveries = new Latency();
  private int coming;
  private int in;
  private int wished;

  Run(Target target, Dialect dialect, Function<Run, Scene> scene) throws IOException {
    this.loop = new Loop(target);
    this.dialect = dialect;
    this.notices = new Notices(dialect, tally);
    this.scene = scene.apply(this);
  }

  /** A group is to come, as soon as all else has been seen to. */
  void wish() {
    wished++;
  }

  /** The groups that are to come begin to. */
  void invite() {
    int now = wished;
    wished = 0;
    for (int i = 0; i < now; i++) {
      inviteOne();
    }
  }

  /** A group begins to come. */
  Group inviteOne() {
    Group group = new Group(this, scene.members());
    coming += group.size();
    try {
      group.come();
    } catch (IOException e) {
      throw new UncheckedIOException("no more sockets can be had (look at ulimit -n)", e);
    }
    return group;
  }

  void arrived() {
    coming--;
    in++;
  }

  void gone(Member member) {
    if (!member.isIn()) {
      coming--;
    }
  }

  /** How many have come in so far. */
  int in() {
    return in;
  }

  /** How many are on their way in. */
  int coming() {
    return coming;
  }

  void delivered(long sentAt) {
    deliveries.record(loop.now() - sentAt);
  }

  Loop loop() {
    return loop;
  }

  Dialect dialect() {
    return dialect;
  }

  Scene scene() {
    return scene;
  }

  Tally tally() {
    return tally;
  }

  Notices notices() {
    return notices;
  }

  Naming naming() {
    return naming;
  }

  Letter letter() {
    return letter;
  }

  Mark mark() {
    return mark;
  }

  /** How long messages took. */
  Latency deliveries() {
    return deliveries;
  }

  @Override
  public void close() throws IOException {
    loop.close();
  }
}
