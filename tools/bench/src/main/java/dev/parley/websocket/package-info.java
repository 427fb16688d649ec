/** Parts of the frame codec alone, under JMH: in its package, because they are nobody else's. */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
