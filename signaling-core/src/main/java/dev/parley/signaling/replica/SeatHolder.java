package dev.parley.signaling.replica;

import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A participant, as the room sees it: the holder of a seat. It receives events through a {@link
 * Cursor}; over HTTP, it holds the seat with one cursor after another.
 */
public interface SeatHolder {

  /**
   * The join was successful; every event after {@code result.seq()} that concerns this peer
   * follows. Called with the room's lock held, for a join only, before the cursor is offered
   * anything.
   */
  void joined(JoinResult result);

  /** Whether its connection has ended since it asked to join, so that it must not get a seat. */
  boolean isClosed();

  /** Whether its client has closed the connection with 1001: it does not intend to come back. */
  boolean isGoingAway();

  /**
   * The seat, and the room as of the cursor's position.
   *
   * @param seq the event after which others follow
   * @param received the highest request id that was processed from this seat
   * @param peers the roster without this peer; null if the seat was resumed
   * @param errors refusals that may not have arrived
   * @param history kept messages; null if the seat was resumed, or the join asked for none
   * @param state shared values; null if the seat was resumed, or the join did not ask for them
   */
  record JoinResult(
      PeerInfo self,
      long seq,
      long received,
      @Nullable List<PeerInfo> peers,
      List<Notice.Error> errors,
      @Nullable List<HistoryMessage> history,
      @Nullable Map<StateName, StateValue> state) {}
}
