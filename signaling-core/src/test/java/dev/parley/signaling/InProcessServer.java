package dev.parley.signaling;

import dev.parley.scenario.Connection;
import dev.parley.scenario.ManualClock;
import dev.parley.scenario.Received;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The core without a network, on a manual clock. */
final class InProcessServer implements ServerUnderTest {
  /** Ticks of each wait; two make the server send due acknowledgements. */
  private static final int TICKS = 2;

  private static final int GOING_AWAY = 1001;

  private final ManualClock clock;
  private final Signaling signaling;

  InProcessServer() {
    this.clock = new ManualClock();
    this.signaling = Signaling.builder().clock(clock).build();
  }

  /** A server that is one node of several. */
  InProcessServer(ManualClock clock, Signaling signaling) {
    this.clock = clock;
    this.signaling = signaling;
  }

  void tick() {
    signaling.tick();
  }

  @Override
  public Connection connect(String room) {
    return new InProcessConnection(new RoomName(room));
  }

  @Override
  public void advance(Duration time) {
    clock.advance(time);
    signaling.tick();
  }

  /** A connection whose two ends are in this process. */
  private final class InProcessConnection implements Connection, Link {
    private final Deque<Received> received = new ArrayDeque<>();
    private final Participant participant;
    private boolean ended;

    InProcessConnection(RoomName room) {
      participant = signaling.connect(room, signaling.account("127.0.0.1"), this);
    }

    @Override
    public void send(String text) {
      if (text.getBytes(StandardCharsets.UTF_8).length > Limits.DEFAULT.messageBytes()) {
        close(CloseCode.MESSAGE_TOO_BIG);
      } else if (!ended) {
        participant.receive(text);
      }
    }

    @Override
    public void sendBinary(byte[] bytes) {
      close(CloseCode.UNSUPPORTED_DATA);
    }

    @Override
    public Received receive(Duration timeout) {
      for (int i = 0; i < TICKS && received.isEmpty() && timeout.isPositive(); i++) {
        signaling.tick();
      }
      return received.isEmpty() ? new Received.Nothing() : received.removeFirst();
    }

    @Override
    public void drop() {
      if (!ended) {
        ended = true;
        participant.closed();
      }
    }

    @Override
    public void close(int code) {
      if (code == GOING_AWAY && !ended) {
        participant.goingAway();
      }
      drop();
    }

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      messages.forEach(message ->
          received.add(new Received.Message(new String(message, StandardCharsets.UTF_8))));
      sent.run();
    }

    @Override
    public void close(CloseCode code) {
      received.add(new Received.Closed(code.number()));
      drop();
    }
  }
}
