/** Tests. */
@NullMarked
package dev.parley.server.config;

import org.jspecify.annotations.NullMarked;
