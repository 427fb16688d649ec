package dev.parley.chaos;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112 section 7.1), which is whole only with the last of them. */
final class ChunkedBody extends InputStream {
  private static final int HEX = 16;

  private final InputStream in;
  private int left;
  private boolean ended;

  ChunkedBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!ended && left == 0) {
      begin();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(bytes, offset, Math.min(length, left));
    if (read < 0) {
      throw new EOFException("cut within a chunk");
    }
    left -= read;
    if (left == 0) {
      HttpConnection.line(in);
    }
    return read;
  }

  private void begin() throws IOException {
    left = Integer.parseInt(HttpConnection.line(in), HEX);
    if (left == 0) {
      HttpConnection.line(in);
      ended = true;
    }
  }
}
