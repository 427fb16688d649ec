/** Clients that check what they hear, behind a network that breaks by a seeded plan. */
@NullMarked
package dev.parley.chaos;

import org.jspecify.annotations.NullMarked;
