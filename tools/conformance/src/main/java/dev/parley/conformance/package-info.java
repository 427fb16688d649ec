/**
 * Checks servers and clients against docs/protocol.md. A server runs the scenarios over each
 * transport; a client is checked rule by rule, through a proxy that interferes.
 */
@NullMarked
package dev.parley.conformance;

import org.jspecify.annotations.NullMarked;
