/** Tests of the verdict. */
@NullMarked
package dev.parley.siege.verdict;

import org.jspecify.annotations.NullMarked;
