/** Tests. */
@NullMarked
package dev.parley.signaling.participant;

import org.jspecify.annotations.NullMarked;
