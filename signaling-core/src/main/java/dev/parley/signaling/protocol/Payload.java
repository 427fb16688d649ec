package dev.parley.signaling.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that the server relays without reading it: a session description, a candidate,
 * application data. It holds the bytes as they came in, so that relaying builds no objects and
 * changes no number or string.
 *
 * <p>Immutable: the bytes are shared by the log, by kept messages and by all recipients.
 */
public final class Payload {
  /** The roster data of a peer that has given none. */
  public static final Payload EMPTY_OBJECT = of("{}");

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A payload from one JSON value in UTF-8, on one line, which event streams rely on. The payload
   * takes the array over; the caller must not change it.
   *
   * <p>The bytes are not validated: bytes that are not JSON corrupt the messages of all recipients.
   * Values from clients come from {@code wire}, which validates them.
   */
  public static Payload of(byte[] json) {
    return new Payload(json);
  }

  /** A payload from one JSON value on one line. */
  public static Payload of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Copies the bytes into an array, from this index on. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  /** Writes the bytes to a stream. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, bytes.length);
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Whether the value is JSON {@code null}, by which {@code set} removes a shared value. */
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
