/** The core as its users see it. */
@NullMarked
package dev.parley.signaling;

import org.jspecify.annotations.NullMarked;
