@NullMarked
package dev.parley.signaling.room;

import org.jspecify.annotations.NullMarked;
