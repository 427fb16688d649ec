/** Parts of the core alone, under JMH. */
@NullMarked
package dev.parley.bench.micro;

import org.jspecify.annotations.NullMarked;
