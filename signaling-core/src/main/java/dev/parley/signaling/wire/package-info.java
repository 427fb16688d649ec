/** Messages as JSON by a strict grammar; the only package that knows Gson. */
@NullMarked
package dev.parley.signaling.wire;

import org.jspecify.annotations.NullMarked;
