/** The attacks, and what they are made of. */
@NullMarked
package dev.parley.siege.attack;

import org.jspecify.annotations.NullMarked;
