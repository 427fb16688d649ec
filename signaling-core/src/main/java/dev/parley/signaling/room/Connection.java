package dev.parley.signaling.room;

/**
 * A connection that holds a seat.
 *
 * @param node the incarnation of the node that it is on
 * @param number its number there
 * @param overHttp whether it is made of requests, for which tickets are good
 */
public record Connection(String node, long number, boolean overHttp) {}
