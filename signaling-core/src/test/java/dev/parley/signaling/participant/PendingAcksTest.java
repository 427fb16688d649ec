package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When acknowledgements are sent, and how they are batched. */
class PendingAcksTest {
  private final PendingAcks acks = new PendingAcks();
  private final List<Long> sent = new ArrayList<>();

  @Test
  void dueAcksWaitForTheSecondTick() {
    acks.received(1);
    acks.tick(sent::add);
    assertThat(sent).isEmpty();
    acks.received(2);
    acks.tick(sent::add);
    assertThat(sent).containsExactly(2L);
    acks.tick(sent::add);
    acks.tick(sent::add);
    assertThat(sent).containsExactly(2L);
  }

  @Test
  void overdueAcksGoOutWithTheNextMessage() {
    acks.received(1);
    acks.piggyback(sent::add);
    assertThat(sent).isEmpty();
    acks.tick(sent::add);
    acks.piggyback(sent::add);
    assertThat(sent).containsExactly(1L);
    acks.piggyback(sent::add);
    acks.tick(sent::add);
    assertThat(sent).containsExactly(1L);
  }

  @Test
  void nothingIsAcknowledgedWithoutASeat() {
    acks.received(1);
    acks.tick(sent::add);
    acks.received(0);
    acks.piggyback(sent::add);
    acks.tick(sent::add);
    acks.tick(sent::add);
    assertThat(sent).isEmpty();
  }

  @Test
  void sixteenRequestsAreAcknowledgedImmediately() {
    for (long id = 1; id <= 16; id++) {
      acks.received(id);
      acks.sendIfMany(sent::add);
    }
    assertThat(sent).containsExactly(16L);
  }
}
