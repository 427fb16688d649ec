/**
 * The server as a program: its entry point, its life cycle and the assembly of all parts. Nothing
 * in the packages below depends on this one.
 */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
