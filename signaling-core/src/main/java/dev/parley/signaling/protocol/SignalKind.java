package dev.parley.signaling.protocol;

import java.util.Locale;

/** The messages by which two peers connect: a session description or a candidate. */
public enum SignalKind {
  OFFER("sdp"),
  ANSWER("sdp"),
  CANDIDATE("candidate");

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final String payloadName;

  SignalKind(String payloadName) {
    this.payloadName = payloadName;
  }

  /** The type of the message. */
  public String wireName() {
    return wireName;
  }

  /** The member of the message that holds the payload. */
  public String payloadName() {
    return payloadName;
  }
}
