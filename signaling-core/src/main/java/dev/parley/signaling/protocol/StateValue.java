package dev.parley.signaling.protocol;

/** A value that a room shares, and the number of the event that set it. */
public record StateValue(Payload value, long seq) {}
