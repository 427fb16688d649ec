package dev.parley.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.parley.signaling.RecordingLink;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.Grant;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** What a session makes of its plugs. */
class SessionTest {
  private static final String JOIN =
      "{\"type\":\"join\",\"key\":\"0123456789abcdefghijkl\",\"token\":\"secret\"}";

  private final Authenticator authenticator = mock();
  private final Observer observer = mock();
  private final RecordingLink link = new RecordingLink();
  private final List<String> heard = link.heard();
  private final List<CloseCode> closed = link.closed();
  private final Signaling signaling =
      Signaling.builder().authenticator(authenticator).observer(observer).peersPerRoom(1).build();

  @Test
  void whomTheAuthenticatorRefusesIsToldWhyAndLetGo() {
    when(authenticator.authenticate(any(), any(), any()))
        .thenThrow(new ProtocolException(ErrorCode.UNAUTHORIZED, "The token has run out."));
    open().receive(JOIN);
    assertThat(heard)
        .containsExactly(
            "{\"type\":\"error\",\"code\":\"unauthorized\",\"message\":\"The token has run out.\"}");
    assertThat(closed).containsExactly(CloseCode.UNAUTHORIZED);
  }

  @Test
  void theRoleIsTheOneThatIsGranted() {
    when(authenticator.authenticate(any(), any(), any())).thenReturn(new Grant("host"));
    open().receive(JOIN);
    assertThat(heard.getFirst()).contains("\"role\":\"host\"");
    assertThat(closed).isEmpty();
  }

  @Test
  void aPlugThatFailsIsSeenAndItsWordsReachNobody() {
    when(authenticator.authenticate(any(), any(), any()))
        .thenThrow(new IllegalStateException("database password is 1234"));
    open().receive(JOIN);
    assertThat(heard.getFirst()).contains("\"code\":\"internal\"").doesNotContain("1234");
    assertThat(closed).containsExactly(CloseCode.INTERNAL_ERROR);
    ArgumentCaptor<Observation> seen = ArgumentCaptor.captor();
    verify(observer, org.mockito.Mockito.atLeastOnce()).see(any(), seen.capture());
    assertThat(seen.getAllValues()).hasAtLeastOneElementOfType(Observation.Fault.class);
  }

  @Test
  void aRoomThatIsFullSaysSo() {
    when(authenticator.authenticate(any(), any(), any())).thenReturn(Grant.MEMBER);
    open().receive(JOIN);
    open().receive(JOIN.replace("0123", "3210"));
    assertThat(heard.getLast()).contains("\"code\":\"room-full\"");
    assertThat(closed).containsExactly(CloseCode.ROOM_CLOSED_TO_YOU);
  }

  @Test
  void whenTheServiceEndsEverybodyIsToldWhenToComeAgain() {
    when(authenticator.authenticate(any(), any(), any())).thenReturn(Grant.MEMBER);
    open().receive(JOIN);
    signaling.close();
    assertThat(heard.getLast()).startsWith("{\"type\":\"bye\"").contains("\"reconnectAfter\":");
    assertThat(closed).containsExactly(CloseCode.SERVICE_RESTART);
  }

  private Session open() {
    return signaling.open(new Handshake(new RoomName("plugs"), "127.0.0.1"), link);
  }
}
