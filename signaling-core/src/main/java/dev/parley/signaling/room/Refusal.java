package dev.parley.signaling.room;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import java.util.List;

/** Why a room did not do what was asked, or not for all of {@code peers}. */
public record Refusal(ErrorCode code, String sentence, List<PeerId> peers) {

  Refusal(ErrorCode code, String sentence) {
    this(code, sentence, List.of());
  }
}
