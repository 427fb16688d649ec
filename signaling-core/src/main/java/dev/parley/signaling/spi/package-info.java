/**
 * Extension points of an embedding application: {@code Authenticator} decides who may join, {@code
 * Observer} follows what happens, {@code IceServerProvider} provides STUN and TURN servers. {@code
 * Journal} is the fourth, in its own package.
 */
@NullMarked
package dev.parley.signaling.spi;

import org.jspecify.annotations.NullMarked;
