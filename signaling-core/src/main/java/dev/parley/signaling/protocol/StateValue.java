package dev.parley.signaling.protocol;

/** A shared value, and the number of the event that last set it. */
public record StateValue(Payload value, long seq) {}
