/** The process of the attacked server, observed from outside. */
@NullMarked
package dev.parley.siege.server;

import org.jspecify.annotations.NullMarked;
