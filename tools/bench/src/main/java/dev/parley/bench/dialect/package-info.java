/** What is said to servers of different kinds to say the same. */
@NullMarked
package dev.parley.bench.dialect;

import org.jspecify.annotations.NullMarked;
