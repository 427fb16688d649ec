package dev.parley.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** A body in chunks (RFC 9112, section 7.1), which is complete only after the last chunk. */
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
      beginChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(bytes, offset, Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the connection ended within a chunk");
    }
    left -= read;
    if (left == 0) {
      HttpHead.line(in);
    }
    return read;
  }

  private void beginChunk() throws IOException {
    String size = HttpHead.line(in);
    if (!size.matches("[0-9A-Fa-f]{1,7}")) {
      throw new ProtocolException("not a chunk size: \"" + size + "\"");
    }
    left = Integer.parseInt(size, HEX);
    if (left == 0) {
      HttpHead.line(in);
      ended = true;
    }
  }
}
