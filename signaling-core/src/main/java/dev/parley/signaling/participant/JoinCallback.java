package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.Notice;

/** Receives the outcome of a join over HTTP: one of the two calls, once. */
public interface JoinCallback {

  /** The peer has its seat: 201. */
  void joined(Notice.Joined joined);

  /** The join was refused: the status of the error's code. */
  void refused(Notice.Error error);
}
