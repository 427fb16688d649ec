/**
 * Memory budgets, rate limits and fault isolation: no client, and no defective part of the server,
 * takes what the others need. The lowest package: it depends on no other.
 */
@NullMarked
package dev.parley.signaling.guard;

import org.jspecify.annotations.NullMarked;
