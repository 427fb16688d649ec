/** What was measured, and how. */
@NullMarked
package dev.parley.bench.measure;

import org.jspecify.annotations.NullMarked;
