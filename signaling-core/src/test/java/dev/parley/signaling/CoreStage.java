package dev.parley.signaling;

import dev.parley.scenario.Heard;
import dev.parley.scenario.Line;
import dev.parley.scenario.Stage;
import dev.parley.scenario.StageClock;
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

/** The core alone, without a network, on a clock that is moved by hand. */
final class CoreStage implements Stage {
  /** So many at least come in a second. */
  private static final int TICKS = 2;

  private final StageClock clock;
  private final Signaling signaling;

  CoreStage() {
    this.clock = new StageClock();
    this.signaling = Signaling.builder().clock(clock).build();
  }

  /** A stage on a node of others. */
  CoreStage(StageClock clock, Signaling signaling) {
    this.clock = clock;
    this.signaling = signaling;
  }

  void tick() {
    signaling.tick();
  }

  @Override
  public Line open(String room) {
    return new CoreLine(new RoomName(room));
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
    signaling.tick();
  }

  /** A connection whose two ends are in this process. */
  private final class CoreLine implements Line, Link {
    private final Deque<Heard> heard = new ArrayDeque<>();
    private final Participant participant;
    private boolean ended;

    CoreLine(RoomName room) {
      participant = signaling.open(room, signaling.client("127.0.0.1"), this);
    }

    @Override
    public void say(String text) {
      if (text.getBytes(StandardCharsets.UTF_8).length > Limits.DEFAULT.messageBytes()) {
        close(CloseCode.MESSAGE_TOO_BIG);
      } else if (!ended) {
        participant.receive(text);
      }
    }

    @Override
    public void sayBytes(byte[] bytes) {
      close(CloseCode.UNSUPPORTED_DATA);
    }

    @Override
    public Heard next(Duration patience) {
      for (int i = 0; i < TICKS && heard.isEmpty() && patience.isPositive(); i++) {
        signaling.tick();
      }
      return heard.isEmpty() ? new Heard.Nothing() : heard.removeFirst();
    }

    @Override
    public void cut() {
      if (!ended) {
        ended = true;
        participant.closed();
      }
    }

    @Override
    public void close(int code) {
      cut();
    }

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      messages.forEach(
          message -> heard.add(new Heard.Message(new String(message, StandardCharsets.UTF_8))));
      sent.run();
    }

    @Override
    public void close(CloseCode code) {
      heard.add(new Heard.Closed(code.number()));
      cut();
    }
  }
}
