package dev.parley.signaling.room;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a room refused a request, or did not deliver it to all recipients.
 *
 * @param sentence explains it to a person
 * @param peers for {@code peer-gone}: the recipients without a seat; for {@code unsupported}: the
 *     recipient without the feature
 * @param seq for {@code conflict}: the number of the event that last set the value
 */
public record Refusal(ErrorCode code, String sentence, List<PeerId> peers, @Nullable Long seq) {

  /** A refusal that needs no context. */
  public Refusal(ErrorCode code, String sentence) {
    this(code, sentence, List.of(), null);
  }

  /** The error that answers the request with this id. */
  public Notice.Error of(long id) {
    Long retryAfter =
        code == ErrorCode.UNAVAILABLE ? ProtocolException.UNAVAILABLE_RETRY_MILLIS : null;
    return new Notice.Error(code, sentence, id, peers, retryAfter, seq);
  }

  /** The exception that refuses a join, which has no id. */
  public ProtocolException exception() {
    return new ProtocolException(code, sentence);
  }
}
