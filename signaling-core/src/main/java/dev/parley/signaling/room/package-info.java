/** What is true: a room decides events, and its log numbers them. */
@NullMarked
package dev.parley.signaling.room;

import org.jspecify.annotations.NullMarked;
