package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.Notice;

/** The response to a join over HTTP: one of the two, once. */
public interface JoinCallback {

  /** The peer has its seat. */
  void joined(Notice.Joined joined);

  /** The peer was not let in. */
  void refused(Notice.Error error);
}
