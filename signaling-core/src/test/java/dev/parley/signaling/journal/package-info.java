/** Tests. */
@NullMarked
package dev.parley.signaling.journal;

import org.jspecify.annotations.NullMarked;
