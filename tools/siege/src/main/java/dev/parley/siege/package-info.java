/** An adversary that attacks a running server, while honest clients hold calls on it. */
@NullMarked
package dev.parley.siege;

import org.jspecify.annotations.NullMarked;
