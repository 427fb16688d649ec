/** The attacks. */
@NullMarked
package dev.parley.siege.attack;

import org.jspecify.annotations.NullMarked;
