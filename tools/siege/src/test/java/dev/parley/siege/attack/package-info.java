/** Tests of the attacks' parts. */
@NullMarked
package dev.parley.siege.attack;

import org.jspecify.annotations.NullMarked;
