package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;

/** What the head of a request takes in memory: much more than the bytes that have come. */
final class RequestHeadCost {
  static final int MAX_HEADERS = 64;
  static final int MAX_PARAMETERS = 100;

  /** Bytes on the heap for one header or parameter beside its text. */
  private static final int ENTRY_BYTES = 200;

  /** A text is there as it was read, and as what it says. */
  private static final int COPIES = 2;

  /** A parameter or header has at least its name and what separates it. */
  private static final int SHORTEST_ENTRY = 2;

  /** What each connection has place for, without being charged. */
  private static final int FREE_BYTES = 4 * 1_024;

  private RequestHeadCost() {}

  /** The most that so many bytes of an unfinished head may take. */
  static long mostBytes(long read) {
    long entries = Math.min(read / SHORTEST_ENTRY, MAX_HEADERS + MAX_PARAMETERS);
    return COPIES * read + entries * ENTRY_BYTES;
  }

  /** What is to be charged for a head of so many bytes that has been parsed. */
  static long charge(HttpServerExchange exchange, long read) {
    int entries = exchange.getRequestHeaders().size() + exchange.getQueryParameters().size();
    return Math.max(0, COPIES * read + (long) entries * ENTRY_BYTES - FREE_BYTES);
  }
}
