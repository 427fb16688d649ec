/** The configuration: settings, the sources that they are read from, and their validation. */
@NullMarked
package dev.parley.server.config;

import org.jspecify.annotations.NullMarked;
