/**
 * Memory budgets, rate limits and fault isolation: neither a client nor a defect affects other
 * clients. The lowest package: it depends on no other.
 */
@NullMarked
package dev.parley.signaling.guard;

import org.jspecify.annotations.NullMarked;
