/** What keeps clients, and parts of the server, from harming each other: budgets, rates, faults. */
@NullMarked
package dev.parley.signaling.guard;

import org.jspecify.annotations.NullMarked;
