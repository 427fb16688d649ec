/** The programs of {@code script/bench} and {@code script/load}. */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
