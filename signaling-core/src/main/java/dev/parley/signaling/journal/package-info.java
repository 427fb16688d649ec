/**
 * What has happened in a room: facts, numbered and kept, from which each node makes its replica.
 */
@NullMarked
package dev.parley.signaling.journal;

import org.jspecify.annotations.NullMarked;
