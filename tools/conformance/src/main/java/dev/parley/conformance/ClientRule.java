package dev.parley.conformance;

import java.util.Arrays;
import java.util.Locale;

/** The requirements of docs/protocol.md and docs/writing-a-client.md for a WebSocket client. */
enum ClientRule {
  VALID_MESSAGES("sends messages that are valid under protocol/schemas"),
  JOIN_FIRST("sends join first, once, and before joined nothing else but ping"),
  REQUEST_IDS("counts request ids from 1 on each seat, without gaps"),
  SAME_KEY("joins with the same key on each connection"),
  SUBPROTOCOL("offers the subprotocol signaling.v1, or none"),
  PONG("answers pings of RFC 6455"),
  RESUME("resumes from the last event after its connection is cut"),
  RESUME_AFTER_PARTIAL_EVENT("resumes after the last complete event when the next one was cut off"),
  RESUME_AFTER_LOST_JOIN("joins again if its connection is cut before joined"),
  RESEND("sends a request again that the server has not received"),
  NO_REPEAT("does not send again what received of joined covers"),
  UNKNOWN_MEMBERS("ignores unknown members and types"),
  REPEATED_EVENT("keeps its cursor when an event comes twice"),
  ERROR_SEQ("does not use the seq of an error as its cursor"),
  RATE_LIMITED("sends a rate-limited request again, unchanged and not before retryAfter"),
  ERROR_REPLY("takes an error with re as the answer to its request"),
  BYE("reconnects after bye once reconnectAfter has passed, and not before"),
  RESUME_AFTER_CLOSE("resumes after the close codes 1011, 1013, 4420 and 4429"),
  BACKOFF("backs off while connections are refused, and reconnects afterwards"),
  DEAD_CONNECTION("replaces a connection on which nothing arrives"),
  JOIN_AFTER_CLOSE("joins without after when closed with 4410"),
  STOP_AFTER_CLOSE("stops after a close code that forbids reconnecting, such as 4409");

  /** The default close code of {@link #STOP_AFTER_CLOSE}. */
  static final int DEFAULT_STOP_CODE = 4409;

  private final String sentence;

  ClientRule(String sentence) {
    this.sentence = sentence;
  }

  /**
   * Returns the rule with this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ClientRule of(String label) {
    for (ClientRule rule : values()) {
      if (rule.label().equals(label)) {
        return rule;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a rule: they are %s.".formatted(label, Arrays.toString(values())));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the label and the requirement, as reports show them. */
  String description() {
    return label() + ": " + sentence;
  }

  @Override
  public String toString() {
    return label();
  }
}
