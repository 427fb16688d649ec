/** Clients that keep to the protocol, and check that the server does. */
@NullMarked
package dev.parley.siege.honest;

import org.jspecify.annotations.NullMarked;
