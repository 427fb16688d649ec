package dev.parley.signaling.journal;

import dev.parley.signaling.room.Fact;
import java.util.List;

/**
 * Facts that a node wants to append.
 *
 * @param node the name of the node
 * @param number unique among the proposals of this node; together they identify a proposal that is
 *     sent again
 * @param basis the number of the newest entry that the node had applied when it decided
 * @param conditions must be true when the facts are appended. A journal that does not evaluate them
 *     may answer every proposal whose basis is not the newest entry with a conflict: that is
 *     correct, and only costs more repetitions
 * @param facts at least one
 * @param ends whether the room has no seat left after them
 */
public record Proposal(
    String node, long number, long basis, Conditions conditions, List<Fact> facts, boolean ends) {}
