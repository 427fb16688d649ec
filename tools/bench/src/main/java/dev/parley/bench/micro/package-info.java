/** JMH microbenchmarks of the core. */
@NullMarked
package dev.parley.bench.micro;

import org.jspecify.annotations.NullMarked;
