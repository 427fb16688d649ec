package dev.parley.signaling.protocol;

/** A message that is kept for those who join later; the name is the one its sender had then. */
public record HistoryMessage(long seq, PeerId from, PeerName name, Payload data) {}
