/** Connections that talk with each other, and check what they hear. */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
