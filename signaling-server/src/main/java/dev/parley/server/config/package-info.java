/** What an operator can set: file, environment, arguments. */
@NullMarked
package dev.parley.server.config;

import org.jspecify.annotations.NullMarked;
