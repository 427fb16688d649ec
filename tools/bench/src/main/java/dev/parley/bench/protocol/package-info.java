/** The messages of a load test in the protocols of the measured servers. */
@NullMarked
package dev.parley.bench.protocol;

import org.jspecify.annotations.NullMarked;
