/** The log: its format, and what is logged of the rooms. */
@NullMarked
package dev.parley.server.observe;

import org.jspecify.annotations.NullMarked;
