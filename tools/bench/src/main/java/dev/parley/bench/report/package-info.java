/** What people get to see: tables and drawings. */
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
