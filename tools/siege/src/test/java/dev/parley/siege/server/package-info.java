/** Tests of how a process is watched. */
@NullMarked
package dev.parley.siege.server;

import org.jspecify.annotations.NullMarked;
