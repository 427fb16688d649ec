/** What a server plugs in: who may enter, and who watches. */
@NullMarked
package dev.parley.signaling.spi;

import org.jspecify.annotations.NullMarked;
