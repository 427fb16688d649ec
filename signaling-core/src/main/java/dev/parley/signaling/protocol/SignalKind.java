package dev.parley.signaling.protocol;

import java.util.Locale;

/**
 * The messages by which two peers negotiate a connection: session descriptions (RFC 8829) and
 * trickled ICE candidates (RFC 8838). To the server they differ in their member names only.
 */
public enum SignalKind {
  OFFER("sdp"),
  ANSWER("sdp"),
  CANDIDATE("candidate");

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final String payloadName;

  SignalKind(String payloadName) {
    this.payloadName = payloadName;
  }

  /** The {@code type} of the message. */
  public String wireName() {
    return wireName;
  }

  /** The member of the message that holds the payload. */
  public String payloadName() {
    return payloadName;
  }
}
