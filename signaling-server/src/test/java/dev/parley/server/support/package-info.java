/** Clients, servers and message builders that the tests of all packages share. */
@NullMarked
package dev.parley.server.support;

import org.jspecify.annotations.NullMarked;
