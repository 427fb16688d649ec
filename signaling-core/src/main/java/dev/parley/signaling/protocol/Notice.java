package dev.parley.signaling.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message from the server to one connection, outside the room's log (docs/protocol.md, section
 * 4). It has no number, and is not repeated after a resume.
 */
public sealed interface Notice {

  /**
   * The answer to {@code join} (docs/protocol.md, section 2).
   *
   * @param ticket authorizes reading the events of this seat over HTTP
   * @param seq the cursor: the events after this number follow
   * @param received the highest request id that was processed from this seat
   * @param features those of the server
   * @param peers the roster without this peer; null if the seat was resumed
   * @param history kept messages, oldest first; null if the join asked for none or the seat was
   *     resumed
   * @param state all shared values; null if the join did not announce the feature or the seat was
   *     resumed
   * @param errors refusals that may not have arrived; empty unless the seat was resumed
   * @param heartbeatSeconds the silence after which the server pings the connection
   */
  record Joined(
      RoomName room,
      PeerInfo self,
      String ticket,
      long seq,
      long received,
      Features features,
      @Nullable List<PeerInfo> peers,
      @Nullable List<HistoryMessage> history,
      @Nullable Map<StateName, StateValue> state,
      List<Error> errors,
      IceServers iceServers,
      int messageBytes,
      int messagesPerSecond,
      long heartbeatSeconds)
      implements Notice {

    /** Whether the peer has its earlier seat again. */
    public boolean resumed() {
      return peers == null;
    }
  }

  /**
   * All requests up to this id have been processed: accepted or refused. {@code errors} lists the
   * refusals among the requests of a post; over a connection it is empty.
   */
  record Ack(long received, List<Error> errors) implements Notice {

    public Ack(long received) {
      this(received, List.of());
    }
  }

  /**
   * A refusal.
   *
   * @param sentence explains it to a person; not for programs
   * @param re the id of the refused request, or {@link Request#NO_ID} if it had none that could be
   *     read, or if the error refuses a join or concerns the connection
   * @param peers for {@code peer-gone}: the recipients that have no seat
   * @param retryAfterMillis for {@code rate-limited} and {@code unavailable}: when to try again,
   *     null if not known
   * @param seq for {@code conflict}: the number of the event that last set the value, 0 if there is
   *     no such value
   */
  record Error(
      ErrorCode code,
      String sentence,
      long re,
      List<PeerId> peers,
      @Nullable Long retryAfterMillis,
      @Nullable Long seq)
      implements Notice {

    public Error(ErrorCode code, String sentence, long re) {
      this(code, sentence, re, List.of(), null);
    }

    public Error(
        ErrorCode code,
        String sentence,
        long re,
        List<PeerId> peers,
        @Nullable Long retryAfterMillis) {
      this(code, sentence, re, peers, retryAfterMillis, null);
    }
  }

  /**
   * STUN and TURN servers for {@code RTCPeerConnection}; {@code ttlSeconds} is null if the
   * credentials do not expire.
   */
  record IceServers(List<IceServer> servers, @Nullable Long ttlSeconds) implements Notice {}

  /**
   * The server is about to close this connection: the client reconnects after the delay. The delay
   * differs for each client, so that a restart does not bring all of them back at once.
   */
  record Bye(String reason, long reconnectAfterMillis) implements Notice {}

  /** The answer to {@code ping}. */
  record Pong() implements Notice {}
}
