/** The façade: what a server, or a test, needs to run rooms. */
@NullMarked
package dev.parley.signaling;

import org.jspecify.annotations.NullMarked;
