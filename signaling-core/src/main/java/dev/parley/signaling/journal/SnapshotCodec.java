package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.Refusals;
import dev.parley.signaling.room.RoomState;
import dev.parley.signaling.room.Seat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Snapshots as bytes; the version is in {@link JournalCodec}. */
final class SnapshotCodec {
  private static final byte CONNECTED = 0;
  private static final byte DISCONNECTED = 1;

  /** Versions without this value read it as {@link #DISCONNECTED}. */
  private static final byte GOING_AWAY = 2;

  private SnapshotCodec() {}

  private interface Each<T> {
    void write(T value) throws IOException;
  }

  static void write(DataOutputStream out, Snapshot snapshot) throws IOException {
    out.writeLong(snapshot.seq());
    out.writeLong(snapshot.trimmed());
    write(out, snapshot.room());
    write(
        out,
        snapshot.seats().entrySet(),
        each -> {
          EventCodec.write(out, each.getKey());
          out.writeLong(each.getValue().since());
          out.writeLong(each.getValue().trimmed());
        });
  }

  static Snapshot read(DataInputStream in) throws IOException {
    long seq = in.readLong();
    long trimmed = in.readLong();
    RoomState room = readRoom(in);
    Map<PeerId, Snapshot.SeatLog> seats = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      seats.put(EventCodec.readPeer(in), new Snapshot.SeatLog(in.readLong(), in.readLong()));
    }
    return new Snapshot(seq, room, seats, trimmed);
  }

  private static <T> void write(DataOutputStream out, Collection<T> values, Each<T> each)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      each.write(value);
    }
  }

  private static <T> List<T> readAll(DataInputStream in, JournalCodec.Reader<T> reader)
      throws IOException {
    List<T> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(reader.readFrom(in));
    }
    return values;
  }

  private static void write(DataOutputStream out, RoomState room) throws IOException {
    out.writeLong(room.seatsGiven());
    out.writeLong(room.version());
    write(out, room.seats(), seat -> write(out, seat));
    write(
        out,
        room.shared(),
        shared -> {
          out.writeUTF(shared.name().value());
          EventCodec.write(out, shared.value().value());
          out.writeLong(shared.value().seq());
          out.writeLong(shared.seat());
        });
    write(out, room.history(), message -> write(out, message));
    write(
        out,
        room.admissions().entrySet(),
        admission -> {
          EventCodec.write(out, admission.getKey());
          out.writeLong(admission.getValue());
        });
  }

  private static RoomState readRoom(DataInputStream in) throws IOException {
    long seatsGiven = in.readLong();
    long version = in.readLong();
    List<Seat.State> seats = readAll(in, SnapshotCodec::readSeat);
    List<RoomState.SharedValue> shared = readAll(in, SnapshotCodec::readShared);
    List<RoomState.KeptMessage> history = readAll(in, SnapshotCodec::readMessage);
    Map<PeerId, Long> admissions = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      admissions.put(EventCodec.readPeer(in), in.readLong());
    }
    return new RoomState(seatsGiven, version, seats, shared, history, admissions);
  }

  private static RoomState.SharedValue readShared(DataInputStream in) throws IOException {
    StateName name = new StateName(in.readUTF());
    StateValue value = new StateValue(EventCodec.readPayload(in), in.readLong());
    return new RoomState.SharedValue(name, value, in.readLong());
  }

  private static void write(DataOutputStream out, RoomState.KeptMessage message)
      throws IOException {
    HistoryMessage kept = message.kept();
    out.writeLong(kept.seq());
    EventCodec.write(out, kept.from());
    out.writeUTF(kept.name().value());
    EventCodec.write(out, kept.data());
    JournalCodec.write(out, message.at());
    write(out, message.excluded(), peer -> EventCodec.write(out, peer));
  }

  private static RoomState.KeptMessage readMessage(DataInputStream in) throws IOException {
    HistoryMessage kept =
        new HistoryMessage(
            in.readLong(),
            EventCodec.readPeer(in),
            new PeerName(in.readUTF()),
            EventCodec.readPayload(in));
    Instant at = JournalCodec.readInstant(in);
    return new RoomState.KeptMessage(
        kept, at, new LinkedHashSet<>(readAll(in, EventCodec::readPeer)));
  }

  private static void write(DataOutputStream out, Seat.State seat) throws IOException {
    EventCodec.write(out, seat.info());
    Connection connection = seat.connection();
    out.writeBoolean(connection != null);
    if (connection != null) {
      JournalCodec.write(out, connection);
    }
    out.writeLong(seat.epoch());
    Instant disconnectedAt = seat.disconnectedAt();
    out.writeByte(presence(seat));
    if (disconnectedAt != null) {
      JournalCodec.write(out, disconnectedAt);
    }
    out.writeLong(seat.ticketFromMillis());
    out.writeLong(seat.received());
    write(
        out,
        seat.refusals(),
        refused -> {
          out.writeLong(refused.id());
          write(out, refused.refusal());
        });
  }

  private static byte presence(Seat.State seat) {
    if (seat.disconnectedAt() == null) {
      return CONNECTED;
    }
    return seat.goingAway() ? GOING_AWAY : DISCONNECTED;
  }

  private static Seat.State readSeat(DataInputStream in) throws IOException {
    PeerInfo info = EventCodec.readInfo(in);
    Connection connection = in.readBoolean() ? JournalCodec.readConnection(in) : null;
    long epoch = in.readLong();
    byte presence = in.readByte();
    return new Seat.State(
        info,
        connection,
        epoch,
        presence == CONNECTED ? null : JournalCodec.readInstant(in),
        presence == GOING_AWAY,
        in.readLong(),
        in.readLong(),
        readAll(in, each -> new Refusals.Refused(each.readLong(), readRefusal(each))));
  }

  static void write(DataOutputStream out, Refusal refusal) throws IOException {
    out.writeUTF(refusal.code().name());
    out.writeUTF(refusal.sentence());
    out.writeBoolean(refusal.seq() != null);
    if (refusal.seq() != null) {
      out.writeLong(refusal.seq());
    }
    write(out, refusal.peers(), peer -> EventCodec.write(out, peer));
  }

  static Refusal readRefusal(DataInputStream in) throws IOException {
    ErrorCode code = ErrorCode.valueOf(in.readUTF());
    String sentence = in.readUTF();
    Long seq = in.readBoolean() ? (Long) in.readLong() : null;
    return new Refusal(code, sentence, readAll(in, EventCodec::readPeer), seq);
  }
}
