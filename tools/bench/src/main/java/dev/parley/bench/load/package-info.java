/** The load test: its clients, their workloads, and the checks of what they receive. */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
