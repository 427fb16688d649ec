package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAcksTest {
  private final PendingAcks acks = new PendingAcks();
  private final List<Long> told = new ArrayList<>();

  @Test
  void whatIsDueWaitsForOneTickAndGoesWithTheNext() {
    acks.received(1);
    acks.tick(told::add);
    assertThat(told).isEmpty();
    acks.received(2);
    acks.tick(told::add);
    assertThat(told).containsExactly(2L);
    acks.tick(told::add);
    acks.tick(told::add);
    assertThat(told).containsExactly(2L);
  }

  @Test
  void whatHasWaitedForATickRidesWithWhatGoesAnyway() {
    acks.received(1);
    acks.piggyback(told::add);
    assertThat(told).isEmpty();
    acks.tick(told::add);
    acks.piggyback(told::add);
    assertThat(told).containsExactly(1L);
    acks.piggyback(told::add);
    acks.tick(told::add);
    assertThat(told).containsExactly(1L);
  }

  @Test
  void whoHasNoSeatAnyMoreHasNothingToBeTold() {
    acks.received(1);
    acks.tick(told::add);
    acks.received(0);
    acks.piggyback(told::add);
    acks.tick(told::add);
    acks.tick(told::add);
    assertThat(told).isEmpty();
  }

  @Test
  void manyAreToldAtOnce() {
    for (long id = 1; id <= 16; id++) {
      acks.received(id);
      acks.sendIfMany(told::add);
    }
    assertThat(told).containsExactly(16L);
  }
}
