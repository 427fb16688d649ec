package dev.parley.signaling.protocol;

import java.util.Locale;

/** The {@code reason} of {@code peer-left}. */
public enum LeaveReason {
  /** The peer sent {@code leave}, or gave its seat up over HTTP. */
  LEFT,
  /**
   * The seat had no connection for the resume window. Media between the others and this peer may
   * still flow.
   */
  TIMEOUT,
  /** Reserved: a host removed the peer. */
  KICKED,
  /** Reserved: the room was closed. */
  CLOSED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The value of the member {@code reason}. */
  public String wireName() {
    return wireName;
  }
}
