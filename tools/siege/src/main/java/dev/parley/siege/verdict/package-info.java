/** What was found, and whether all that must hold held. */
@NullMarked
package dev.parley.siege.verdict;

import org.jspecify.annotations.NullMarked;
