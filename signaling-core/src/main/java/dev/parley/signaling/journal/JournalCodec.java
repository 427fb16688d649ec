package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.room.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Entries and snapshots as bytes, for journals that store them outside of this process. The first
 * byte is the version of the format; a letter for each kind of fact precedes its fields. Existing
 * letters may not change.
 */
public final class JournalCodec {
  private static final int VERSION = 1;
  private static final char EMITTED = 'h';
  private static final char ATTACHED = 'a';
  private static final char GOING_AWAY = 'g';
  private static final char PROCESSED = 't';

  private JournalCodec() {}

  interface Writer {
    void writeTo(DataOutputStream out) throws IOException;
  }

  interface Reader<T> {
    T readFrom(DataInputStream in) throws IOException;
  }

  public static byte[] encode(Entry entry) {
    return bytes(out -> {
      out.writeLong(entry.seq());
      write(out, entry.at());
      write(out, entry.fact());
    });
  }

  /**
   * Decodes an entry.
   *
   * @throws IllegalArgumentException if a later version wrote them, or they are corrupt
   */
  public static Entry entry(byte[] bytes) {
    return value(bytes, in -> new Entry(in.readLong(), readInstant(in), readFact(in)));
  }

  public static byte[] encode(Snapshot snapshot) {
    return bytes(out -> SnapshotCodec.write(out, snapshot));
  }

  /**
   * Decodes a snapshot.
   *
   * @throws IllegalArgumentException if a later version wrote them, or they are corrupt
   */
  public static Snapshot snapshot(byte[] bytes) {
    return value(bytes, SnapshotCodec::read);
  }

  private static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      writer.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("I/O in memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static <T> T value(byte[] bytes, Reader<T> reader) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "This is version "
                + version
                + " of the journal's format, and only version "
                + VERSION
                + " is known: upgrade this node.");
      }
      return reader.readFrom(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("The bytes end too early.", e);
    }
  }

  private static void write(DataOutputStream out, Fact fact) throws IOException {
    switch (fact) {
      case Fact.Emitted(Event event, Audience audience, long requestId) -> {
        out.writeByte(EMITTED);
        AudienceCodec.write(out, audience);
        EventCodec.write(out, event);
        out.writeLong(requestId);
      }
      case Fact.Attached(PeerId peer, Connection connection) -> {
        out.writeByte(ATTACHED);
        EventCodec.write(out, peer);
        write(out, connection);
      }
      case Fact.GoingAway(PeerId peer) -> {
        out.writeByte(GOING_AWAY);
        EventCodec.write(out, peer);
      }
      case Fact.Processed(PeerId peer, long requestId, Refusal refusal, boolean memoryScarce) -> {
        out.writeByte(PROCESSED);
        EventCodec.write(out, peer);
        out.writeLong(requestId);
        out.writeBoolean(memoryScarce);
        out.writeBoolean(refusal != null);
        if (refusal != null) {
          SnapshotCodec.write(out, refusal);
        }
      }
    }
  }

  private static Fact readFact(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    return switch (kind) {
      case EMITTED -> {
        Audience audience = AudienceCodec.read(in);
        yield new Fact.Emitted(EventCodec.readEvent(in), audience, in.readLong());
      }
      case ATTACHED -> new Fact.Attached(EventCodec.readPeer(in), readConnection(in));
      case GOING_AWAY -> new Fact.GoingAway(EventCodec.readPeer(in));
      case PROCESSED -> readProcessed(in);
      default -> throw new IllegalArgumentException("Unknown kind of fact: " + kind + ".");
    };
  }

  private static Fact readProcessed(DataInputStream in) throws IOException {
    PeerId peer = EventCodec.readPeer(in);
    long id = in.readLong();
    boolean memoryScarce = in.readBoolean();
    return new Fact.Processed(
        peer, id, in.readBoolean() ? SnapshotCodec.readRefusal(in) : null, memoryScarce);
  }

  static void write(DataOutputStream out, Connection connection) throws IOException {
    out.writeUTF(connection.node());
    out.writeLong(connection.number());
    out.writeBoolean(connection.overHttp());
  }

  static Connection readConnection(DataInputStream in) throws IOException {
    return new Connection(in.readUTF(), in.readLong(), in.readBoolean());
  }

  static void write(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  static Instant readInstant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
