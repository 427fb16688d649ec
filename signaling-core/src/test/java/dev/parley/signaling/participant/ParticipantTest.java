package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.parley.signaling.HttpTestClient;
import dev.parley.signaling.RecordingLink;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.Grant;
import dev.parley.signaling.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Participants with an authenticator, a shutdown, and requests over two transports. */
class ParticipantTest {
  private static final String KEY = "0123456789abcdefghijkl";
  private static final String JOIN =
      "{\"type\":\"join\",\"key\":\"%s\",\"token\":\"secret\"}".formatted(KEY);

  private final Authenticator authenticator = mock();
  private final RecordingLink link = new RecordingLink();
  private final List<String> messages = link.received();
  private final List<CloseCode> closed = link.closed();
  private final Signaling signaling =
      Signaling.builder().authenticator(authenticator).peersPerRoom(1).build();

  private Instant now = Instant.ofEpochSecond(1_000_000);

  /** A burst of ten messages, and one per second. */
  private final Signaling rateLimited =
      Signaling.builder()
          .clock(() -> now)
          .limits(
              new Limits(65_536, 1, 10, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20)))
          .build();

  @Test
  void refusedPeersReceiveTheReasonAndAreClosed() {
    when(authenticator.authenticate(any()))
        .thenReturn(
            CompletableFuture.failedStage(
                new ProtocolException(ErrorCode.UNAUTHORIZED, "The token has run out.")));
    open().receive(JOIN);
    assertThat(messages)
        .containsExactly(
            "{\"type\":\"error\",\"code\":\"unauthorized\",\"message\":\"The token has run out.\"}");
    assertThat(closed).containsExactly(CloseCode.UNAUTHORIZED);
  }

  @Test
  void peersHaveTheGrantedRole() {
    when(authenticator.authenticate(any()))
        .thenReturn(CompletableFuture.completedStage(new Grant("host")));
    open().receive(JOIN);
    assertThat(messages.getFirst()).contains("\"role\":\"host\"");
    assertThat(closed).isEmpty();
  }

  @Test
  void failuresOfTheAuthenticatorAreObservedButNotSent() {
    when(authenticator.authenticate(any()))
        .thenThrow(new IllegalStateException("database password is 1234"));
    List<Observation> seen = new ArrayList<>();
    signaling.observations().subscribe(Runnable::run, seen::add);
    open().receive(JOIN);
    assertThat(messages.getFirst()).contains("\"code\":\"internal\"").doesNotContain("1234");
    assertThat(closed).containsExactly(CloseCode.INTERNAL_ERROR);
    assertThat(seen).hasAtLeastOneElementOfType(Observation.Fault.class);
  }

  @Test
  void fullRoomsRefuseJoins() {
    when(authenticator.authenticate(any()))
        .thenReturn(CompletableFuture.completedStage(Grant.MEMBER));
    open().receive(JOIN);
    open().receive(JOIN.replace("0123", "3210"));
    assertThat(messages.getLast()).contains("\"code\":\"room-full\"");
    assertThat(closed).containsExactly(CloseCode.ROOM_FULL_OR_LOCKED);
  }

  @Test
  void shutdownSendsByeWithReconnectAfter() {
    when(authenticator.authenticate(any()))
        .thenReturn(CompletableFuture.completedStage(Grant.MEMBER));
    open().receive(JOIN);
    signaling.close();
    assertThat(messages.getLast()).startsWith("{\"type\":\"bye\"").contains("\"reconnectAfter\":");
    assertThat(closed).containsExactly(CloseCode.SERVICE_RESTART);
  }

  @Test
  void requestsProcessedOnAnotherTransportDoNotBlockOthers() {
    Participant participant =
        rateLimited.connect(new RoomName("room"), signaling.account("127.0.0.1"), link);
    participant.receive(JOIN);
    for (int id = 1; id <= 8; id++) {
      participant.receive(update(id));
    }
    // Posts that arrive late: the client has moved to this connection and repeats them there.
    var _ =
        new HttpTestClient(rateLimited, new RoomName("room"), rateLimited.account("127.0.0.1"))
            .post(new PeerKey(KEY).id(), "[" + update(9) + "," + update(10) + "]");
    participant.receive(update(9));
    participant.receive(update(10));
    assertThat(messages.getLast()).contains("rate-limited", "\"re\":10");
    passSecond();
    assertThat(messages.getLast()).isEqualTo("{\"type\":\"ack\",\"received\":10}");
    participant.receive(update(11));
    passSecond();
    assertThat(messages.getLast()).isEqualTo("{\"type\":\"ack\",\"received\":11}");
  }

  private static String update(int id) {
    return "{\"type\":\"update\",\"id\":%d,\"data\":%d}".formatted(id, id);
  }

  private void passSecond() {
    now = now.plusSeconds(1);
    rateLimited.tick();
    rateLimited.tick();
  }

  private Participant open() {
    return signaling.connect(new RoomName("room"), signaling.account("127.0.0.1"), link);
  }
}
