package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.room.Audience;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * An entry of a log in its binary form. Time, number and request id come first, at fixed offsets,
 * so that they are read without decoding the rest.
 */
record EntryRecord(long atMillis, long seq, long requestId, Audience audience, Event event) {
  private static final int SEQ = Long.BYTES;
  private static final int REQUEST_ID = 2 * Long.BYTES;
  private static final int AUDIENCE = 3 * Long.BYTES;

  /** When the oldest record was made, in milliseconds since the epoch. */
  static long atMillis(ByteQueue records) {
    return records.longAt(0, 0);
  }

  /** The number of the entry at this address. */
  static long seq(ByteQueue records, int at) {
    return records.longAt(at, SEQ);
  }

  /** The id of the request that caused the entry at this address, or {@code NO_ID}. */
  static long requestId(ByteQueue records, int at) {
    return records.longAt(at, REQUEST_ID);
  }

  /** The audience of the entry at this address. */
  static Audience audience(ByteQueue records, int at) {
    try {
      return AudienceCodec.read(new DataInputStream(records.read(at, AUDIENCE)));
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Whether the entry at this address is a message by which the asker asked the answerer. */
  static boolean asks(PeerId asker, PeerInfo answerer, ByteQueue records, int at) {
    try {
      DataInputStream in = new DataInputStream(records.read(at, AUDIENCE));
      return AudienceCodec.read(in).includes(answerer)
          && EventCodec.readEvent(in) instanceof Event.Message(PeerId from, _, boolean ask, _)
          && ask
          && from.equals(asker);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /**
   * Whether the entry at this address concerns this peer, provided that an index of the peer
   * contains it.
   */
  static boolean concerns(PeerId peer, ByteQueue records, int at) {
    try {
      return AudienceCodec.mayInclude(peer, records.read(at, AUDIENCE));
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** The event of the entry at this address. */
  static Event event(ByteQueue records, int at) {
    try {
      InputStream in = records.read(at, AUDIENCE);
      AudienceCodec.skip(in);
      return EventCodec.readEvent(new DataInputStream(in));
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  void writeTo(OutputStream record) {
    try {
      DataOutputStream out = new DataOutputStream(record);
      out.writeLong(atMillis);
      out.writeLong(seq);
      out.writeLong(requestId);
      AudienceCodec.write(out, audience);
      EventCodec.write(out, event);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("I/O in memory cannot fail", e);
  }
}
