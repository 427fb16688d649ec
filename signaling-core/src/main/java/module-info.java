/**
 * The core of a signaling service: rooms, participants and the JSON of the protocol. No I/O, no
 * threads and no clock of its own.
 */
module dev.parley.signaling {
  requires transitive org.jspecify;
  requires com.google.common;
  requires com.google.gson;

  exports dev.parley.signaling;
  exports dev.parley.signaling.guard;
  exports dev.parley.signaling.journal;
  exports dev.parley.signaling.participant;
  exports dev.parley.signaling.protocol;
  exports dev.parley.signaling.replica;
  exports dev.parley.signaling.room;
  exports dev.parley.signaling.spi;
  exports dev.parley.signaling.wire;
}
