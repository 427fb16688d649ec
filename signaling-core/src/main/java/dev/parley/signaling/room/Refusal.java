package dev.parley.signaling.room;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import java.util.List;

/** Why a room did not do what was asked, or not for all of {@code peers}. */
public record Refusal(ErrorCode code, String sentence, List<PeerId> peers) {

  Refusal(ErrorCode code, String sentence) {
    this(code, sentence, List.of());
  }

  /** As the answer to a request. */
  public Notice.Error of(Request.Numbered request) {
    return of(request.id());
  }

  /** As the answer to the request with this id. */
  Notice.Error of(long id) {
    Long retryAfter =
        code == ErrorCode.UNAVAILABLE ? ProtocolException.UNAVAILABLE_RETRY_MILLIS : null;
    return new Notice.Error(code, sentence, id, peers, retryAfter);
  }
}
