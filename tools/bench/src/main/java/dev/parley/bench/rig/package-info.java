/** Servers that are started, measured in turn, and ended. */
@NullMarked
package dev.parley.bench.rig;

import org.jspecify.annotations.NullMarked;
