@NullMarked
package dev.parley.schema;

import org.jspecify.annotations.NullMarked;
