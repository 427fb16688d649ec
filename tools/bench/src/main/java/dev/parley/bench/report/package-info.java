/** Results: medians, Markdown tables and SVG charts. */
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
