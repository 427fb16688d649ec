package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.ByteRange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a request asks for (RFC 9110 section 14): Safari plays audio and video
 * only from servers that send parts.
 *
 * @param start the first byte, counted from 0
 * @param end the byte after the last one; not above {@code start} if the file has no such part
 */
record FilePart(long start, long end) {

  /**
   * The part that a request asks for; null for the whole file. A request for several parts gets the
   * whole file, as section 14.2 permits.
   */
  static @Nullable FilePart requestedBy(HttpServerExchange exchange, StaticFile file) {
    HeaderMap request = exchange.getRequestHeaders();
    String condition = request.getFirst(Headers.IF_RANGE);
    ByteRange ranges = ByteRange.parse(request.getFirst(Headers.RANGE));
    if (ranges == null
        || ranges.getRanges() != 1
        || !exchange.getRequestMethod().equals(Methods.GET)
        || (condition != null && !condition.equals(file.etag().toString()))) {
      return null;
    }
    long length = file.length();
    long first = ranges.getStart(0);
    long last = ranges.getEnd(0);
    if (last >= 0 && last < first) {
      return null; // not a valid range, so the field is ignored
    }
    if (first < 0) { // a suffix, whose length is in the place of its end
      return new FilePart(Math.max(0, length - last), length);
    }
    return new FilePart(first, last < 0 || last >= length ? length : last + 1);
  }

  boolean exists() {
    return start < end;
  }

  /** The value of {@code Content-Range}. */
  String contentRange(long length) {
    return exists() ? "bytes " + start + "-" + (end - 1) + "/" + length : "bytes */" + length;
  }
}
