/** Tests of the HTTP server: routing, static files, CORS, refusals, client addresses. */
@NullMarked
package dev.parley.server.http;

import org.jspecify.annotations.NullMarked;
