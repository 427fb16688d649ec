package dev.parley.signaling.room;

/**
 * A connection that holds a seat.
 *
 * @param node the name of the node process that it belongs to
 * @param number unique among the connections of that node
 * @param overHttp whether the peer sends requests and receives events over HTTP, where tickets
 *     authorize reading
 */
public record Connection(String node, long number, boolean overHttp) {}
