/** Every URL, and what stands behind it. */
@NullMarked
package dev.parley.server.http;

import org.jspecify.annotations.NullMarked;
