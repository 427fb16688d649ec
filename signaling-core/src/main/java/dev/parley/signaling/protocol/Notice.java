package dev.parley.signaling.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server says to one connection, outside the room's log. */
public sealed interface Notice {

  /**
   * The answer to {@code join}; {@code peers} is null when the seat was resumed, and {@code errors}
   * repeats then the refusals of which the client may not have heard. {@code features} are the
   * server's; {@code history} and {@code state} are null if they were not asked for or the seat was
   * resumed.
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

    public boolean resumed() {
      return peers == null;
    }
  }

  /** All requests up to this id have been taken; the errors are those of what came with them. */
  record Ack(long received, List<Error> errors) implements Notice {

    public Ack(long received) {
      this(received, List.of());
    }
  }

  /**
   * A refusal; {@code re} is {@link Request#NO_ID} if it answers nothing with an id, {@code seq}
   * the number by which a value that was not to be set was last set.
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

  /** Where to ask for candidates; {@code ttlSeconds} is null if the credentials do not run out. */
  record IceServers(List<IceServer> servers, @Nullable Long ttlSeconds) implements Notice {}

  /** The server is about to close this connection. */
  record Bye(String reason, long reconnectAfterMillis) implements Notice {}

  record Pong() implements Notice {}
}
