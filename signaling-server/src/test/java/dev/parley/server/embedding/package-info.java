/** The core inside of other applications: the programs that docs/embedding.md shows. */
@NullMarked
package dev.parley.server.embedding;

import org.jspecify.annotations.NullMarked;
