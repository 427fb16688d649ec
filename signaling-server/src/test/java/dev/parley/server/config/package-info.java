/** Tests of the configuration: settings, their sources and their documentation. */
@NullMarked
package dev.parley.server.config;

import org.jspecify.annotations.NullMarked;
