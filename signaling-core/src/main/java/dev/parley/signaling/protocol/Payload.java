package dev.parley.signaling.protocol;

import java.io.IOException;
import java.io.OutputStream;
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

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * One JSON value in UTF-8 on one line. The bytes belong to the payload from now on. They are not
   * checked: what is no JSON breaks the messages of all who are sent it.
   */
  public static Payload of(byte[] json) {
    return new Payload(json);
  }

  /** The same for a string. */
  public static Payload of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes its bytes there. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  /** Writes its bytes there. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, bytes.length);
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.length;
  }

  /** Whether it is the JSON value null. */
  public boolean isNull() {
    return Arrays.equals(bytes, NULL);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
