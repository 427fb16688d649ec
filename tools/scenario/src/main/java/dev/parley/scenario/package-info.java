/**
 * Runs scenarios: scripts that state which messages clients send and receive, in the language that
 * docs/scenarios.md describes.
 */
@NullMarked
package dev.parley.scenario;

import org.jspecify.annotations.NullMarked;
