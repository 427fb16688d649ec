package dev.parley.signaling.replica;

import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A participant that comes in: it holds a seat by one cursor after another. */
public interface SeatHolder {

  /**
   * It has its seat, and every event after {@code result.seq()} that concerns it follows. Called
   * inside the room's step, for a join alone.
   */
  void joined(JoinResult result);

  /** Whether it has gone since it asked to come in: then it is not let in any more. */
  boolean isClosed();

  /**
   * Where and as whom a peer sits.
   *
   * @param seq the event after which others follow
   * @param peers the others, or null if it resumes and knows them already
   * @param errors refusals that may not have arrived
   * @param history kept messages, and {@code state} the shared values; null where it resumes
   */
  record JoinResult(
      PeerInfo self,
      long seq,
      long received,
      @Nullable List<PeerInfo> peers,
      List<Notice.Error> errors,
      @Nullable List<HistoryMessage> history,
      @Nullable Map<StateName, StateValue> state) {

    public boolean resumed() {
      return peers == null;
    }
  }
}
