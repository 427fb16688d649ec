package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Acks are kept until a step expects them, and must not count down. */
class AcksTest {

  private final Acks acks = new Acks();

  @Test
  void keepsEachAckUntilItIsExpected() throws Exception {
    assertThat(acks.take(message("{\"type\":\"ack\",\"received\":1}"))).isTrue();
    assertThat(acks.take(message("{\"type\":\"ack\",\"received\":3}"))).isTrue();
    assertThat(acks.contain(Json.message("{\"type\":\"ack\",\"received\":1}"))).isTrue();
    assertThat(acks.contain(Json.message("{\"type\":\"ack\",\"received\":3}"))).isTrue();
    assertThat(acks.contain(Json.message("{\"type\":\"ack\",\"received\":2}"))).isFalse();
  }

  @Test
  void acceptsTheSameAckTwice() throws Exception {
    acks.take(message("{\"type\":\"ack\",\"received\":1}"));
    assertThat(acks.take(message("{\"type\":\"ack\",\"received\":1}"))).isTrue();
  }

  @Test
  void rejectsAnAckThatCountsDown() throws Exception {
    acks.take(message("{\"type\":\"ack\",\"received\":2}"));
    assertThatThrownBy(() -> acks.take(message("{\"type\":\"ack\",\"received\":1}")))
        .isInstanceOf(StepFailure.class);
  }

  @Test
  void rejectsAnAckBelowTheReceivedOfJoined() throws Exception {
    acks.take(message("{\"type\":\"joined\",\"received\":5}"));
    assertThatThrownBy(() -> acks.take(message("{\"type\":\"ack\",\"received\":4}")))
        .isInstanceOf(StepFailure.class);
  }

  @Test
  void ignoresOtherMessages() throws Exception {
    assertThat(acks.take(message("{\"type\":\"pong\"}"))).isFalse();
    assertThat(acks.take(message("not JSON"))).isFalse();
    assertThat(acks.take(new Received.Closed(1000))).isFalse();
  }

  private static Received message(String text) {
    return new Received.Message(text);
  }
}
