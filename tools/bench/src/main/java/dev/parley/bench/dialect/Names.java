package dev.parley.bench.dialect;

/**
 * As whom one comes, and where to.
 *
 * @param self letters and digits that nobody else has
 * @param room letters and digits, too
 */
public record Names(String self, String room) {}
