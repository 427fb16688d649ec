/** Measurements of servers that the benchmark starts itself, one after the other. */
@NullMarked
package dev.parley.bench.compare;

import org.jspecify.annotations.NullMarked;
