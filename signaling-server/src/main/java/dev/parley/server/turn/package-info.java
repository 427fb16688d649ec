/** Credentials for TURN servers. */
@NullMarked
package dev.parley.server.turn;

import org.jspecify.annotations.NullMarked;
