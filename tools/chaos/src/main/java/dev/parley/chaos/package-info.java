/**
 * Clients that check every message, behind a proxy that breaks their connections by seeded plans.
 */
@NullMarked
package dev.parley.chaos;

import org.jspecify.annotations.NullMarked;
