/** The entry point for applications: {@code Signaling}, and its builder. */
@NullMarked
package dev.parley.signaling;

import org.jspecify.annotations.NullMarked;
