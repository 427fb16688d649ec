@NullMarked
package dev.parley.bench.protocol;

import org.jspecify.annotations.NullMarked;
