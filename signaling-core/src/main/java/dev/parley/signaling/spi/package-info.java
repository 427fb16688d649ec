/**
 * Extension points of an embedding application: {@code Authenticator} decides who may join, {@code
 * Observer} follows what happens. {@code Journal} is the third, in its own package.
 */
@NullMarked
package dev.parley.signaling.spi;

import org.jspecify.annotations.NullMarked;
