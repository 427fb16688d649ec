package dev.parley.server.http;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.undertow.util.ETag;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A file in memory.
 *
 * @param content in pieces, shared by all responses
 * @param length the sum of the lengths of the pieces
 * @param policy the {@code Content-Security-Policy}
 * @param etag a hash of the content
 */
record StaticFile(List<byte[]> content, long length, String type, String policy, ETag etag) {
  /** Files are written in pieces: the JDK copies each into native memory as a whole. */
  private static final int PIECE = 16 << 10;

  /** The number of bytes that {@link #slice} copies at most. */
  static final int MAX_COPIED = 2 * PIECE;

  /**
   * Reads a file.
   *
   * @param read called with the length of each piece; an exception ends the reading
   */
  static StaticFile read(InputStream in, String type, String policy, IntConsumer read)
      throws IOException {
    List<byte[]> content = new ArrayList<>();
    Hasher hasher = Hashing.sha256().newHasher();
    long length = 0;
    for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
      read.accept(piece.length);
      content.add(piece);
      hasher.putBytes(piece);
      length += piece.length;
    }
    return new StaticFile(
        List.copyOf(content), length, type, policy, new ETag(false, hasher.hash().toString()));
  }

  /** A part of the content. Only its first and its last piece are copied. */
  List<byte[]> slice(FilePart part) {
    List<byte[]> slice = new ArrayList<>();
    long at = 0;
    for (byte[] piece : content) {
      int from = Math.clamp(part.start() - at, 0, piece.length);
      int to = Math.clamp(part.end() - at, 0, piece.length);
      if (from < to) {
        boolean whole = to - from == piece.length;
        slice.add(whole ? piece : Arrays.copyOfRange(piece, from, to));
      }
      at += piece.length;
    }
    return slice;
  }
}
