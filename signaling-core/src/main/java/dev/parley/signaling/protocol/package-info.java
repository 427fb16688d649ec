/**
 * The messages of docs/protocol.md as records: requests, events and notices. Depends on {@code
 * java.*} only; JSON is the concern of {@code wire}.
 */
@NullMarked
package dev.parley.signaling.protocol;

import org.jspecify.annotations.NullMarked;
