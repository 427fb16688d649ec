/**
 * Transports: how the messages of a peer arrive and leave. One package for each; they do not know
 * each other. This package has what event streams and polling share: the requests of a peer over
 * HTTP, and its credentials.
 */
@NullMarked
package dev.parley.server.transport;

import org.jspecify.annotations.NullMarked;
