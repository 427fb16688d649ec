/**
 * Tests of RFC 6455 rule by rule, each kept and broken: over sockets, with and without TLS, and
 * against a reference decoder and a fuzzer without sockets.
 */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
