package dev.parley.signaling;

import dev.parley.scenario.Connection;
import dev.parley.scenario.ManualClock;
import dev.parley.scenario.Received;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.signaling.shared.SharedJournal;
import dev.parley.signaling.shared.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Three nodes that share a journal; consecutive connections go to different nodes. */
final class SharedJournalServer implements ServerUnderTest {
  private static final int NODES = 3;

  /** After this time, a node repeats proposals without an answer. */
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(1_100);

  private static final int TRIES = 8;

  private final ManualClock clock = new ManualClock();
  private final SimulatedNetwork.Manual network;
  private final SharedJournal journal;
  private final List<InProcessServer> nodes = new ArrayList<>();
  private int opened;

  SharedJournalServer(Random random, double trouble) {
    network = new SimulatedNetwork.Manual(random, trouble);
    journal =
        new SharedJournal(
            clock, network, SharedInterleavingTest.POLICY, new SharedJournal.Trouble(random, 0));
    for (int i = 0; i < NODES; i++) {
      String name = "node" + i;
      nodes.add(
          new InProcessServer(
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
    nodes.forEach(InProcessServer::tick);
    settle();
  }

  /** Delivers everything, including the retries of what was lost. */
  private void settle() {
    network.deliverAll();
    for (int i = 0; i < TRIES && network.hasLost(); i++) {
      clock.advance(RETRY_INTERVAL);
      nodes.forEach(InProcessServer::tick);
      network.deliverAll();
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
