package dev.parley.signaling;

import dev.parley.scenario.Heard;
import dev.parley.scenario.Line;
import dev.parley.scenario.Stage;
import dev.parley.scenario.StageClock;
import dev.parley.signaling.shared.Courier;
import dev.parley.signaling.shared.SharedJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Three nodes that share a journal: each connection comes to another one than the last. */
final class SharedStage implements Stage {
  private static final int NODES = 3;

  /** After this time, what was lost on the way to the journal is sent again. */
  private static final Duration RESENT = Duration.ofMillis(1_100);

  private static final int TRIES = 8;

  private final StageClock clock = new StageClock();
  private final Courier.ByHand courier;
  private final SharedJournal journal;
  private final List<CoreStage> nodes = new ArrayList<>();
  private int opened;

  SharedStage(Random random, double trouble) {
    courier = new Courier.ByHand(random, trouble);
    journal =
        new SharedJournal(
            clock, courier, SharedInterleavingTest.POLICY, new SharedJournal.Trouble(random, 0));
    for (int i = 0; i < NODES; i++) {
      String name = "node" + i;
      nodes.add(
          new CoreStage(
              clock,
              Signaling.builder().clock(clock).node(name).journal(journal.of(name)).build()));
    }
  }

  @Override
  public Line open(String room) {
    return new SharedLine(nodes.get(opened++ % NODES).open(room));
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
    nodes.forEach(CoreStage::tick);
    settle();
  }

  /** Brings everything to where it goes; what was lost comes again after a while. */
  private void settle() {
    courier.deliverAll();
    for (int i = 0; i < TRIES && courier.hasLost(); i++) {
      clock.advance(RESENT);
      nodes.forEach(CoreStage::tick);
      courier.deliverAll();
    }
  }

  private final class SharedLine implements Line {
    private final Line line;

    SharedLine(Line line) {
      this.line = line;
    }

    @Override
    public void say(String text) {
      line.say(text);
      settle();
    }

    @Override
    public void sayBytes(byte[] bytes) {
      line.sayBytes(bytes);
      settle();
    }

    @Override
    public Heard next(Duration patience) throws InterruptedException {
      return line.next(patience);
    }

    @Override
    public void cut() {
      line.cut();
      settle();
    }

    @Override
    public void close(int code) {
      line.close(code);
      settle();
    }
  }
}
