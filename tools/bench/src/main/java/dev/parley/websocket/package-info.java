/** The microbenchmark of the frame codec, in its package because the codec is package-private. */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
