package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Leaving over HTTP. */
class HttpLeaveTest {
  private static final PeerKey KEY = new PeerKey("leave-0123456789abcdefghij");

  private final Signaling signaling = Signaling.builder().clock(new ManualClock()).build();
  private final HttpTestClient http =
      new HttpTestClient(signaling, new RoomName("leaving"), signaling.account("127.0.0.1"));

  @Test
  void leavingIsNotRateLimited() {
    http.join("{\"type\":\"join\",\"key\":\"" + KEY.value() + "\"}");
    String pings = String.join(",", Collections.nCopies(1_000, "{\"type\":\"ping\"}"));
    assertThat(http.post(KEY.id(), "[" + pings + "]").errors())
        .extracting(Notice.Error::code)
        .containsOnly(ErrorCode.RATE_LIMITED);
    http.leave(KEY.id());
    assertThat(http.client().rosters().taken()).isZero();
  }
}
