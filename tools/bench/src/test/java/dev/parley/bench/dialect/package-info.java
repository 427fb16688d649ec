@NullMarked
package dev.parley.bench.dialect;

import org.jspecify.annotations.NullMarked;
