package dev.parley.signaling.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that is passed on without being looked at, as the bytes that came: an sdp, a
 * candidate, an application's data.
 */
public final class Payload {
  /** What a peer's data is when it has said none. */
  public static final Payload EMPTY_OBJECT = of("{}");

  private final byte[] bytes;
  private final int from;
  private final int to;

  private Payload(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** One value in UTF-8 on one line; the bytes belong to the payload from now on. */
  public static Payload of(byte[] json) {
    return new Payload(json, 0, json.length);
  }

  public static Payload of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The same payload where it stands in a message: so that its bytes are not kept twice. */
  Payload in(byte[] message, int at) {
    return new Payload(message, at, at + length());
  }

  /** Writes its bytes there. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, length());
  }

  /** How many bytes it has. */
  public int length() {
    return to - from;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload payload
        && Arrays.equals(bytes, from, to, payload.bytes, payload.from, payload.to);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return new String(bytes, from, length(), StandardCharsets.UTF_8);
  }
}
