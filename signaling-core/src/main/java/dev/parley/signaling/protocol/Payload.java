package dev.parley.signaling.protocol;

/**
 * A JSON value that is passed on without being looked at: an sdp, a candidate, an application's
 * data.
 */
public record Payload(String json) {
  /** What a peer's data is when it has said none. */
  public static final Payload EMPTY_OBJECT = new Payload("{}");

  public int length() {
    return json.length();
  }
}
