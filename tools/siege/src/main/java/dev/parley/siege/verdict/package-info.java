/** The conditions that the server must meet, and the faults that were observed. */
@NullMarked
package dev.parley.siege.verdict;

import org.jspecify.annotations.NullMarked;
