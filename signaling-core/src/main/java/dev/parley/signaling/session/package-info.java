/** Who is talking: one connection's state, and what it has yet to be sent. */
@NullMarked
package dev.parley.signaling.session;

import org.jspecify.annotations.NullMarked;
