package dev.parley.signaling;

import dev.parley.scenario.Connection;
import dev.parley.scenario.ManualClock;
import dev.parley.scenario.Received;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.signaling.shared.Courier;
import dev.parley.signaling.shared.SharedJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Three nodes that share a journal: each connection comes to another one than the last. */
final class SharedStage implements ServerUnderTest {
  private static final int NODES = 3;

  /** After this time, what was lost on the way to the journal is sent again. */
  private static final Duration RESENT = Duration.ofMillis(1_100);

  private static final int TRIES = 8;

  private final ManualClock clock = new ManualClock();
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
  public Connection connect(String room) {
    return new SharedConnection(nodes.get(opened++ % NODES).connect(room));
  }

  @Override
  public void advance(Duration time) {
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

  private final class SharedConnection implements Connection {
    private final Connection connection;

    SharedConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void send(String text) {
      connection.send(text);
      settle();
    }

    @Override
    public void sendBinary(byte[] bytes) {
      connection.sendBinary(bytes);
      settle();
    }

    @Override
    public Received receive(Duration timeout) throws InterruptedException {
      return connection.receive(timeout);
    }

    @Override
    public void drop() {
      connection.drop();
      settle();
    }

    @Override
    public void close(int code) {
      connection.close(code);
      settle();
    }
  }
}
