/** The server: starts, stops, and says what it lacks. */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
