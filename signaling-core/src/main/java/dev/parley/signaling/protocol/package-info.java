/**
 * What can be said: requests, events and notices as records, with the names of docs/protocol.md.
 */
@NullMarked
package dev.parley.signaling.protocol;

import org.jspecify.annotations.NullMarked;
