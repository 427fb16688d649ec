package dev.parley.signaling.room;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a room did not do what was asked, or not for all of {@code peers}.
 *
 * @param seq for a conflict, the number of what is there instead
 */
public record Refusal(ErrorCode code, String sentence, List<PeerId> peers, @Nullable Long seq) {

  public Refusal(ErrorCode code, String sentence) {
    this(code, sentence, List.of(), null);
  }

  /** As the answer to the request with this id. */
  public Notice.Error of(long id) {
    Long retryAfter =
        code == ErrorCode.UNAVAILABLE ? ProtocolException.UNAVAILABLE_RETRY_MILLIS : null;
    return new Notice.Error(code, sentence, id, peers, retryAfter, seq);
  }

  /** As the answer to a join. */
  public ProtocolException exception() {
    return new ProtocolException(code, sentence);
  }
}
