/**
 * HTTP: the gate that every connection and request passes, the router, error answers (problem
 * details), CORS, and static files. Knows no transport.
 */
@NullMarked
package dev.parley.server.http;

import org.jspecify.annotations.NullMarked;
