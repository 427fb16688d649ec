package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;

/**
 * Estimates the heap that the head of a request takes after parsing: with many short headers or
 * parameters, that is far more than the bytes received.
 */
final class RequestHeadCost {
  static final int MAX_HEADERS = 64;
  static final int MAX_PARAMETERS = 100;

  /** Measured: heap bytes of one header or parameter, without its text. */
  private static final int ENTRY_BYTES = 200;

  /** The parser keeps the raw text, and the value made of it. */
  private static final int COPIES = 2;

  /** A parameter takes at least one character and a separator. */
  private static final int MIN_ENTRY_BYTES = 2;

  /** Part of each connection in the memory plan, so not charged: usual requests cost nothing. */
  private static final int FREE_BYTES = 4 * 1_024;

  private RequestHeadCost() {}

  /** The maximum for a head of which this many bytes have been read. */
  static long maxBytes(long read) {
    long entries = Math.min(read / MIN_ENTRY_BYTES, MAX_HEADERS + MAX_PARAMETERS);
    return COPIES * read + entries * ENTRY_BYTES;
  }

  /** The bytes to charge for a parsed head. */
  static long charge(HttpServerExchange exchange, long read) {
    int entries = exchange.getRequestHeaders().size() + exchange.getQueryParameters().size();
    return Math.max(0, COPIES * read + (long) entries * ENTRY_BYTES - FREE_BYTES);
  }
}
