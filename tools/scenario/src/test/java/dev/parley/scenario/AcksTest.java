package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AcksTest {

  private final Acks acks = new Acks();

  @Test
  void anAckIsKeptForWhoAsksLater() throws Exception {
    assertThat(acks.take(heard("{\"type\":\"ack\",\"received\":1}"))).isTrue();
    assertThat(acks.take(heard("{\"type\":\"ack\",\"received\":3}"))).isTrue();
    assertThat(acks.have(Json.message("{\"type\":\"ack\",\"received\":1}"))).isTrue();
    assertThat(acks.have(Json.message("{\"type\":\"ack\",\"received\":3}"))).isTrue();
    assertThat(acks.have(Json.message("{\"type\":\"ack\",\"received\":2}"))).isFalse();
  }

  @Test
  void theSameAckMayComeAgain() throws Exception {
    acks.take(heard("{\"type\":\"ack\",\"received\":1}"));
    assertThat(acks.take(heard("{\"type\":\"ack\",\"received\":1}"))).isTrue();
  }

  @Test
  void anAckDoesNotCountDown() throws Exception {
    acks.take(heard("{\"type\":\"ack\",\"received\":2}"));
    assertThatThrownBy(() -> acks.take(heard("{\"type\":\"ack\",\"received\":1}")))
        .isInstanceOf(Letdown.class);
  }

  @Test
  void anAckDoesNotFallBehindWhatJoinedSaid() throws Exception {
    acks.take(heard("{\"type\":\"joined\",\"received\":5}"));
    assertThatThrownBy(() -> acks.take(heard("{\"type\":\"ack\",\"received\":4}")))
        .isInstanceOf(Letdown.class);
  }

  @Test
  void otherMessagesAreLeftAlone() throws Exception {
    assertThat(acks.take(heard("{\"type\":\"pong\"}"))).isFalse();
    assertThat(acks.take(heard("not JSON"))).isFalse();
    assertThat(acks.take(new Heard.Closed(1000))).isFalse();
  }

  private static Heard heard(String text) {
    return new Heard.Message(text);
  }
}
