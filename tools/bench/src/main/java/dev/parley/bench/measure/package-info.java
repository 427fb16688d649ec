/** Metrics, and their sources in the system. */
@NullMarked
package dev.parley.bench.measure;

import org.jspecify.annotations.NullMarked;
