/**
 * Participants, the same class for all transports: requests in, events and notices out. A transport
 * implements {@code Link} or calls {@code HttpRequests}; a participant in this process implements
 * {@code Listener}.
 */
@NullMarked
package dev.parley.signaling.participant;

import org.jspecify.annotations.NullMarked;
