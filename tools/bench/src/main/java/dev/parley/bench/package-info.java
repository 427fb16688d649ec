/** What the server costs: a load generator, and a comparison of servers under it. */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
