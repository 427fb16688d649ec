/** One type for whoever takes part: requests in, events and notices out. */
@NullMarked
package dev.parley.signaling.participant;

import org.jspecify.annotations.NullMarked;
