package dev.parley.signaling.guard;

/**
 * The memory budgets of a service, in bytes. {@code SignalingBuilder} has the defaults; the server
 * derives them from its heap ({@code MemoryPlan}).
 *
 * @param unsent messages on their way to clients
 * @param incoming requests and messages that have not arrived completely, or wait to be handled
 * @param rosters rooms, seats and shared values
 * @param logs events and messages that rooms keep
 */
public record Budgets(Budget unsent, Budget incoming, Budget rosters, Budget logs) {}
