/**
 * Messages as JSON (RFC 8259): a strict scanner and a grammar for requests, an encoder for events
 * and notices. The only package that depends on Gson.
 */
@NullMarked
package dev.parley.signaling.wire;

import org.jspecify.annotations.NullMarked;
