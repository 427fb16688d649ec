package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.LinkName;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Fact;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The conditions under which a decision may be appended to a journal. */
class ConditionsTest {
  private static final PeerId ANN = new PeerId("ann");
  private static final PeerId BEN = new PeerId("ben");
  private static final Payload SDP = Payload.of("\"v=0\"");
  private static final long VERSION = 7;

  @Test
  void relayedSignalDependsOnTheSeatOfItsRecipientAlone() {
    Conditions conditions = of(new Event.Signal(ANN, SignalKind.OFFER, null, SDP, SDP));
    assertThat(conditions.version()).isEqualTo(Conditions.ANY_VERSION);
    assertThat(conditions.addressees()).isEqualTo(Set.of(BEN));
  }

  /** The recipient may have taken a new seat, without the feature, since the decision. */
  @Test
  void signalWithLinkDependsOnTheFeaturesOfItsRecipient() {
    Event signal = new Event.Signal(ANN, SignalKind.OFFER, new LinkName("screen"), SDP, null);
    assertThat(of(signal).version()).isEqualTo(VERSION);
  }

  private static Conditions of(Event event) {
    Fact emitted = new Fact.Emitted(event, Audience.only(BEN), 1);
    Decision decision = new Decision(List.of(emitted), null);
    return Conditions.of(decision, VERSION, null);
  }
}
