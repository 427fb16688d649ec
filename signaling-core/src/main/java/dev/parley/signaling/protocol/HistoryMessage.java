package dev.parley.signaling.protocol;

/**
 * A kept message as {@code joined} reports it to a peer that joins later.
 *
 * @param seq the number of the event, by which a client recognizes a message that it already has
 * @param name the sender's name at the time of sending; the sender may have left since
 */
public record HistoryMessage(long seq, PeerId from, PeerName name, Payload data) {}
