@NullMarked
package dev.parley.scenario;

import org.jspecify.annotations.NullMarked;
