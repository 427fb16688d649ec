/** The siege, as part of the build. */
@NullMarked
package dev.parley.siege;

import org.jspecify.annotations.NullMarked;
