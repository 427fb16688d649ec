/** Conversations in the language of the protocol, written as scripts that a server is held to. */
@NullMarked
package dev.parley.scenario;

import org.jspecify.annotations.NullMarked;
