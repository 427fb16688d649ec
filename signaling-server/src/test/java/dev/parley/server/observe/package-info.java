/** Tests of the log. */
@NullMarked
package dev.parley.server.observe;

import org.jspecify.annotations.NullMarked;
