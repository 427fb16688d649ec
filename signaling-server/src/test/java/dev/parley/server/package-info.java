/** Tests of the whole server: its start and end, its process, all scenarios and chaos. */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
