/** The server as its users meet it. */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
