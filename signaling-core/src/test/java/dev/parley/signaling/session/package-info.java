/** Tests. */
@NullMarked
package dev.parley.signaling.session;

import org.jspecify.annotations.NullMarked;
