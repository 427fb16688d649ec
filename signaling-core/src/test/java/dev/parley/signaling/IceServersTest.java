package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.participant.Attachment;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ICE servers with credentials that expire, on connections and over HTTP. */
class IceServersTest {
  private static final RoomName ROOM = new RoomName("standup");
  private static final PeerKey KEY = new PeerKey("ice-servers-0123456789abcdef");
  private static final String JOIN = "{\"type\":\"join\",\"key\":\"" + KEY.value() + "\"}";
  private static final String NOTICE = "{\"type\":\"ice-servers\"";
  private static final long TTL = 1_000;

  private final ManualClock clock = new ManualClock();
  private final RecordingLink link = new RecordingLink();
  private int issued;
  private final Signaling signaling =
      Signaling.builder().clock(clock).iceServers((room, peer) -> issue(room.value())).build();
  private final HttpTestClient http =
      new HttpTestClient(signaling, ROOM, signaling.account("127.0.0.1"));

  private Notice.IceServers issue(String room) {
    issued++;
    String user = room + issued;
    return new Notice.IceServers(
        List.of(new IceServer(List.of("turn:turn.example.org"), user, "secret" + issued)), TTL);
  }

  @Test
  void connectionsReceiveCredentialsAgainAtThreeQuartersOfTheirTime() {
    Participant participant = connect();
    assertThat(link.received().getFirst())
        .contains("\"username\":\"standup1\",\"credential\":\"secret1\"", "\"iceServersTtl\":1000");
    advance(participant, 749);
    assertThat(renewals(link)).isZero();
    advance(participant, 1);
    assertThat(link.received().getLast())
        .startsWith(NOTICE)
        .contains("\"username\":\"standup2\"", "\"iceServersTtl\":1000");
    advance(participant, 749);
    assertThat(renewals(link)).isEqualTo(1);
    advance(participant, 1);
    assertThat(renewals(link)).isEqualTo(2);
  }

  @Test
  void resumedSeatsReceiveThemWithJoined() {
    Participant participant = connect();
    advance(participant, 700);
    participant.closed();
    RecordingLink other = new RecordingLink();
    Participant resumed = signaling.connect(ROOM, signaling.account("127.0.0.1"), other);
    resumed.receive(JOIN);
    assertThat(other.received().getFirst()).contains("\"username\":\"standup2\"");
    advance(resumed, 749);
    assertThat(renewals(other)).isZero();
    advance(resumed, 1);
    assertThat(renewals(other)).isEqualTo(1);
  }

  @Test
  void connectionsWithoutSeatReceiveNone() {
    signaling.connect(ROOM, signaling.account("127.0.0.1"), link);
    signaling.tick();
    assertThat(issued).isZero();
    assertThat(link.received()).isEmpty();
  }

  @Test
  void streamsReceiveThemTwiceInThatTimeSinceOneMayBeLost() {
    http.join(JOIN);
    http.listen(KEY.id(), null, link);
    advanceHttp(374);
    assertThat(renewals(link)).isZero();
    advanceHttp(1);
    assertThat(renewals(link)).isEqualTo(1);
    advanceHttp(375);
    assertThat(renewals(link)).isEqualTo(2);
  }

  @Test
  void renewalsThatAreDueBetweenTwoPollsAreSentWithTheNextOne() {
    http.join(JOIN);
    Attachment poll = http.listen(KEY.id(), null, link);
    advanceHttp(370);
    poll.detach();
    poll.closed();
    advanceHttp(10);
    assertThat(issued).isEqualTo(1);
    RecordingLink next = new RecordingLink();
    http.listen(KEY.id(), null, next);
    signaling.tick();
    assertThat(renewals(next)).isEqualTo(1);
    assertThat(renewals(link)).isZero();
  }

  @Test
  void participantsInThisProcessReceiveThem() {
    RecordingListener listener = new RecordingListener();
    Request.Join join = new Request.Join(KEY, PeerName.NONE);
    signaling.join(ROOM, signaling.account("bot"), join, listener, Runnable::run);
    clock.advance(Duration.ofSeconds(750));
    signaling.tick();
    assertThat(listener.received().getLast())
        .isInstanceOfSatisfying(
            Notice.IceServers.class, ice -> assertThat(ice.ttlSeconds()).isEqualTo(TTL));
  }

  @Test
  void serversWithoutExpiryAreSentOnce() {
    Signaling constant =
        Signaling.builder()
            .clock(clock)
            .iceServers(List.of(IceServer.of("stun:stun.example.org")))
            .build();
    Participant participant = constant.connect(ROOM, constant.account("127.0.0.1"), link);
    participant.receive(JOIN);
    clock.advance(Duration.ofDays(1));
    participant.markAlive();
    constant.tick();
    assertThat(link.received().getFirst()).contains("stun.example.org").doesNotContain("Ttl");
    assertThat(renewals(link)).isZero();
  }

  @Test
  void defectsOfTheProviderLeaveJoinsAndOtherPeersAlone() {
    Signaling defective =
        Signaling.builder()
            .clock(clock)
            .iceServers((room, peer) -> {
              throw new IllegalStateException("for the test");
            })
            .build();
    Participant participant = defective.connect(ROOM, defective.account("127.0.0.1"), link);
    participant.receive(JOIN);
    assertThat(link.received().getFirst()).contains("\"iceServers\":[]");
  }

  @Test
  void providersThatFailOnceAreAskedAgainLater() {
    boolean[] fails = {false};
    Signaling flaky =
        Signaling.builder()
            .clock(clock)
            .iceServers((room, peer) -> {
              if (fails[0]) {
                throw new IllegalStateException("for the test");
              }
              return issue(room.value());
            })
            .build();
    Participant participant = flaky.connect(ROOM, flaky.account("127.0.0.1"), link);
    participant.receive(JOIN);
    fails[0] = true;
    clock.advance(Duration.ofSeconds(750));
    participant.markAlive();
    flaky.tick();
    fails[0] = false;
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(25));
      participant.markAlive();
      flaky.tick();
    }
    assertThat(renewals(link)).isPositive();
  }

  @Test
  void ticksDuringJoinsSendNothingBeforeJoined() {
    Signaling[] server = new Signaling[1];
    server[0] =
        Signaling.builder()
            .clock(clock)
            .iceServers((room, peer) -> {
              Notice.IceServers servers = issue(room.value());
              if (issued == 1) {
                server[0].tick(); // as another thread may do at this point
              }
              return servers;
            })
            .build();
    Participant participant = server[0].connect(ROOM, server[0].account("127.0.0.1"), link);
    participant.receive(JOIN);
    assertThat(link.received().getFirst()).contains("\"type\":\"joined\"");
    assertThat(issued).isEqualTo(1);
  }

  @Test
  void textFormsDoNotContainCredentials() {
    assertThat(issue("standup").toString()).doesNotContain("secret1").contains("turn.example.org");
  }

  private Participant connect() {
    Participant participant = signaling.connect(ROOM, signaling.account("127.0.0.1"), link);
    participant.receive(JOIN);
    return participant;
  }

  private void advance(Participant participant, int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    participant.markAlive();
    signaling.tick();
  }

  /** A link that is open keeps its participant over HTTP alive. */
  private void advanceHttp(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    signaling.tick();
  }

  private static long renewals(RecordingLink link) {
    return link.received().stream().filter(message -> message.startsWith(NOTICE)).count();
  }
}
