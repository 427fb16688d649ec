package dev.parley.signaling.guard;

/**
 * The bytes that all clients share.
 *
 * @param unsent on their way to clients
 * @param incoming of requests and messages that have not come whole
 * @param rosters of rooms and seats
 * @param logs of the events that rooms keep
 */
public record Budgets(Budget unsent, Budget incoming, Budget rosters, Budget logs) {}
