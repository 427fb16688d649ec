/** The state of a room, and the rules by which it changes. */
@NullMarked
package dev.parley.signaling.room;

import org.jspecify.annotations.NullMarked;
