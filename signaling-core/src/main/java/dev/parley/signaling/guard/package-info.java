/** Budgets, rates and fault isolation: clients and parts of the server cannot harm each other. */
@NullMarked
package dev.parley.signaling.guard;

import org.jspecify.annotations.NullMarked;
