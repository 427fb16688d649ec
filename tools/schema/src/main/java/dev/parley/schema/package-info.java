/** The JSON Schemas in protocol/schemas, for tests and tools that check messages against them. */
@NullMarked
package dev.parley.schema;

import org.jspecify.annotations.NullMarked;
