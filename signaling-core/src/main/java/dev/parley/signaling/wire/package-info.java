/** How it is spelled: the strict JSON grammar, and the only place that knows Gson. */
@NullMarked
package dev.parley.signaling.wire;

import org.jspecify.annotations.NullMarked;
