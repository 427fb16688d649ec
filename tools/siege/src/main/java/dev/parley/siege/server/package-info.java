/** The process of the attacked server, seen from outside. */
@NullMarked
package dev.parley.siege.server;

import org.jspecify.annotations.NullMarked;
