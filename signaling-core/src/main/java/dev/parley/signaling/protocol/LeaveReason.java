package dev.parley.signaling.protocol;

import java.util.Locale;

/** Why a peer is no longer in its room. */
public enum LeaveReason {
  LEFT,
  TIMEOUT,
  KICKED,
  CLOSED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }
}
