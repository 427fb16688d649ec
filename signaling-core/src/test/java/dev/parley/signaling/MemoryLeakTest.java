package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.chaos.HeapSnapshot;
import dev.parley.scenario.ManualClock;
import dev.parley.signaling.participant.Attachment;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memory and budgets after many clients have joined and left in different ways. */
class MemoryLeakTest {
  private static final int JOINS = 100_000;
  private static final int JOINS_PER_ROUND = 5_000;
  private static final int KINDS = 10;
  private static final int SEATS = 6;
  private static final long TOLERANCE_BYTES = 1_000_000; // less than ten for each join

  private static final RoomName FULL = new RoomName("full");
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private final ManualClock clock = new ManualClock();
  private final Signaling signaling =
      Signaling.builder()
          .clock(clock)
          .peersPerRoom(SEATS)
          .totalLogBytes(JOINS_PER_ROUND * 1_000L)
          .totalUnsentBytes(JOINS_PER_ROUND * 1_000L)
          .build();

  private int joins;

  @Test
  void seatsLeaveNothingInMemory() {
    playRound(); // loads classes, and grows tables to the size of a round
    HeapSnapshot before = HeapSnapshot.take();
    while (joins < JOINS) {
      playRound();
    }
    HeapSnapshot after = HeapSnapshot.take();
    assertThat(after.growthSince(before)).isEmpty();
    assertThat(after.bytes() - before.bytes()).isLessThan(TOLERANCE_BYTES);
    checkBudgets();
  }

  private void playRound() {
    for (int i = 0; i < SEATS; i++) {
      Wire wire = new Wire(FULL, true);
      wire.participant.receive(
          "{\"type\":\"join\",\"key\":\"0123456789abcdefghijkl%d\"}".formatted(i));
      wire.participant.closed();
    }
    for (int i = 0; i < JOINS_PER_ROUND; i++) {
      joinAndGo(new Guest(++joins));
    }
    pass(Duration.ofSeconds(11)); // closes connections without a join
    pass(Duration.ofSeconds(35)); // detects HTTP seats without a listener
    pass(Duration.ofSeconds(30)); // expires the seats of lost connections
  }

  private void pass(Duration time) {
    clock.advance(time);
    signaling.tick();
  }

  private static void joinAndGo(Guest guest) {
    switch (guest.number % KINDS) {
      case 0 -> guest.joinAndLeave();
      case 1 -> guest.joinAndVanish();
      case 2 -> guest.joinTwice();
      case 3 -> guest.resume();
      case 4 -> guest.sendNothing();
      case 5 -> guest.joinFullRoom();
      case 6 -> guest.joinByPostAndLeave();
      case 7 -> guest.joinByPostAndVanish();
      case 8 -> guest.pollAndVanish();
      default -> guest.postWithoutASeat();
    }
  }

  /** If bytes were still charged, the log would be trimmed or the slow reader be closed. */
  private void checkBudgets() {
    Wire slow = new Wire(new RoomName("budgets"), false);
    slow.participant.receive("{\"type\":\"join\",\"key\":\"slow-0123456789abcdefgh\"}");
    Wire fast = new Wire(new RoomName("budgets"), true);
    fast.participant.receive("{\"type\":\"join\",\"key\":\"fast-0123456789abcdefgh\"}");
    String filler = "x".repeat(10_000);
    for (int id = 1; id <= 100; id++) {
      fast.participant.receive(
          "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, filler));
    }
    assertThat(slow.closed).isNull();
    Wire again = new Wire(new RoomName("budgets"), true);
    again.participant.receive(
        "{\"type\":\"join\",\"key\":\"slow-0123456789abcdefgh\",\"after\":%s}"
            .formatted(slow.seq()));
    assertThat(again.joined).contains("\"resumed\":true");
  }

  /** A link whose client disconnects when the server closes. */
  private final class Wire implements Link {
    private final Participant participant;
    private final boolean reads;
    private String joined = "";
    private @Nullable CloseCode closed;

    Wire(RoomName room, boolean reads) {
      this.participant = signaling.connect(room, signaling.account("127.0.0.1"), this);
      this.reads = reads;
    }

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      if (joined.isEmpty()) {
        joined = new String(messages.getFirst(), StandardCharsets.UTF_8);
      }
      if (reads) {
        sent.run();
      }
    }

    String seq() {
      Matcher seq = SEQ.matcher(joined);
      assertThat(seq.find()).isTrue();
      return seq.group(1);
    }

    @Override
    public void close(CloseCode code) {
      closed = code;
      participant.closed();
    }
  }

  /** A client that joins once, in one of several ways. */
  private final class Guest {
    private final int number;
    private final RoomName room;
    private final PeerKey key;

    Guest(int number) {
      this.number = number;
      this.room = new RoomName("room-" + number / KINDS);
      this.key = new PeerKey("key-of-guest-number-%06d".formatted(number));
    }

    private Wire joined(String more) {
      Wire wire = new Wire(room, number % 3 == 0);
      wire.participant.receive(join(more));
      return wire;
    }

    private String join(String more) {
      return "{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(key.value(), more);
    }

    void joinAndLeave() {
      Wire wire = joined("");
      wire.participant.receive("{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}");
      wire.participant.receive("{\"type\":\"leave\",\"id\":2}");
      assertThat(wire.closed).isEqualTo(CloseCode.NORMAL);
    }

    void joinAndVanish() {
      joined(",\"data\":[1,2,3]").participant.closed();
    }

    void joinTwice() {
      Wire first = joined("");
      Wire second = joined("");
      assertThat(first.closed).isEqualTo(CloseCode.REPLACED);
      second.participant.closed();
    }

    void resume() {
      Wire first = joined("");
      first.participant.receive("{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}");
      first.participant.closed();
      Wire second = joined(",\"after\":" + first.seq());
      second.participant.receive("{\"type\":\"leave\",\"id\":2}");
      assertThat(second.closed).isEqualTo(CloseCode.NORMAL);
    }

    void sendNothing() {
      new Wire(room, true).participant.receive("{\"type\":\"ping\"}");
    }

    void joinFullRoom() {
      Wire wire = new Wire(FULL, true);
      wire.participant.receive(join(""));
      assertThat(wire.closed).isEqualTo(CloseCode.ROOM_FULL_OR_LOCKED);
    }

    void joinByPostAndLeave() {
      http().join(join(""));
      post("[{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}]");
      http().leave(id());
    }

    void joinByPostAndVanish() {
      http().join(join(",\"name\":\"Nobody\""));
      post("{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}");
    }

    void pollAndVanish() {
      http().join(join(""));
      PollLink link = new PollLink();
      Attachment poll = http().listen(id(), null, link);
      poll.detach();
      poll.closed();
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> http().listen(id(), 1L, new PollLink()));
    }

    private HttpTestClient http() {
      return new HttpTestClient(signaling, room, signaling.account("127.0.0.1"));
    }

    void postWithoutASeat() {
      post("{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}");
    }

    private void post(String text) {
      var _ = http().post(id(), text);
    }

    private PeerId id() {
      return key.id();
    }
  }

  /** A poll that is answered immediately. */
  private static final class PollLink implements Link {

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      sent.run();
    }

    @Override
    public void close(CloseCode code) {
      // the request has ended already
    }
  }
}
