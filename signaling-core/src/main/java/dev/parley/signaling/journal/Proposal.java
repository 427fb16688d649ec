package dev.parley.signaling.journal;

import dev.parley.signaling.room.Fact;
import java.util.List;

/**
 * Facts that a node wants to append.
 *
 * @param node the incarnation of the node, and {@code number} that of the proposal there: together
 *     they identify it when it comes again
 * @param basis the newest entry that the node had applied when it decided
 * @param conditions what must still be true. A journal that does not compare them may refuse every
 *     proposal whose basis is not the newest entry: that is as right, and more often a conflict
 * @param facts at least one
 * @param ends whether the room has no seat left after them
 */
public record Proposal(
    String node, long number, long basis, Conditions conditions, List<Fact> facts, boolean ends) {}
