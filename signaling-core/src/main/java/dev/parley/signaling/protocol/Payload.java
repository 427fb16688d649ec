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

  private final byte[] json;

  /**
   * Of bytes that belong to the payload from now on.
   *
   * @param json one value in UTF-8 on one line
   */
  public Payload(byte[] json) {
    this.json = json;
  }

  public static Payload of(String json) {
    return new Payload(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Its bytes, which are not to be changed. */
  public byte[] json() {
    return json;
  }

  /** How many bytes it has. */
  public int length() {
    return json.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload payload && Arrays.equals(json, payload.json);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(json);
  }

  @Override
  public String toString() {
    return new String(json, StandardCharsets.UTF_8);
  }
}
