/** Participants, of one type for all transports: requests in, events and notices out. */
@NullMarked
package dev.parley.signaling.participant;

import org.jspecify.annotations.NullMarked;
