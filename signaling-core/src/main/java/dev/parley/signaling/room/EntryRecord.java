package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An entry of the log as the bytes that are kept of it. Its time, number and request id come first,
 * at fixed places.
 */
record EntryRecord(long atMillis, long seq, long requestId, Audience audience, Event event) {
  private static final int SEQ = Long.BYTES;
  private static final int REQUEST_ID = 2 * Long.BYTES;
  private static final int AUDIENCE = 3 * Long.BYTES;

  private static final char PEER_JOINED = 'j';
  private static final char PEER_UPDATED = 'u';
  private static final char PEER_LEFT = 'l';
  private static final char OFFER = 'o';
  private static final char ANSWER = 'a';
  private static final char CANDIDATE = 'c';
  private static final char MESSAGE = 'm';
  private static final char ASK = 'q';
  private static final char REPLY = 'r';
  private static final char REPLY_TO_ASK = 'k';

  /** When the oldest of these records was made. */
  static long atMillis(ByteQueue records) {
    return records.longAt(0, 0);
  }

  /** The number of the entry that begins there. */
  static long seq(ByteQueue records, int at) {
    return records.longAt(at, SEQ);
  }

  /** The id of the request that caused the entry that begins there, {@code NO_ID} if none did. */
  static long requestId(ByteQueue records, int at) {
    return records.longAt(at, REQUEST_ID);
  }

  /** The peers that the entry that begins there concerns. */
  static Audience audience(ByteQueue records, int at) {
    try {
      return readAudience(new DataInputStream(records.read(at, AUDIENCE)));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** Whether the entry that begins there is a question of that peer's to this one. */
  static boolean asks(PeerId asker, PeerId answerer, ByteQueue records, int at) {
    try {
      DataInputStream in = new DataInputStream(records.read(at, AUDIENCE));
      return readAudience(in).includes(answerer)
          && in.readByte() == ASK
          && readPeer(in).equals(asker);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** Whether the entry that begins there concerns this peer; no set is built to find out. */
  static boolean concerns(PeerId peer, ByteQueue records, int at) {
    try {
      InputStream in = records.read(at, AUDIENCE);
      DataInputStream head = new DataInputStream(in);
      boolean only = head.readBoolean();
      byte[] wanted = peer.value().getBytes(StandardCharsets.UTF_8);
      byte[] ids = in.readNBytes(head.readInt());
      return names(wanted, ids) == only;
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static boolean names(byte[] wanted, byte[] ids) {
    for (int at = 0; at < ids.length; ) {
      int length = (ids[at] & 0xFF) << Byte.SIZE | (ids[at + 1] & 0xFF);
      int from = at + Short.BYTES;
      at = from + length;
      if (Arrays.equals(ids, from, at, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /** The event that begins there. */
  static Event event(ByteQueue records, int at) {
    try {
      InputStream in = records.read(at, AUDIENCE);
      DataInputStream data = new DataInputStream(in);
      data.readBoolean();
      in.skipNBytes(data.readInt());
      return readEvent(data);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  void writeTo(OutputStream record) {
    try {
      DataOutputStream out = new DataOutputStream(record);
      out.writeLong(atMillis);
      out.writeLong(seq);
      out.writeLong(requestId);
      write(out, audience);
      write(out, event);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** Ids of peers that have a seat are 22 characters of ASCII: their length is known before. */
  private static void write(DataOutputStream out, Audience audience) throws IOException {
    Set<PeerId> peers = audience.peers();
    out.writeBoolean(audience instanceof Audience.Only);
    out.writeInt(peers.stream().mapToInt(peer -> Short.BYTES + peer.value().length()).sum());
    for (PeerId peer : peers) {
      write(out, peer);
    }
  }

  private static Audience readAudience(DataInputStream in) throws IOException {
    boolean only = in.readBoolean();
    Set<PeerId> peers = new LinkedHashSet<>();
    for (int left = in.readInt(); left > 0; ) {
      PeerId peer = readPeer(in);
      peers.add(peer);
      left -= Short.BYTES + peer.value().length();
    }
    return only ? new Audience.Only(peers) : new Audience.AllBut(peers);
  }

  private static void write(DataOutputStream out, Event event) throws IOException {
    switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> write(begin(out, PEER_JOINED), peer);
      case Event.PeerUpdated(PeerInfo peer) -> write(begin(out, PEER_UPDATED), peer);
      case Event.PeerLeft(PeerId from, LeaveReason reason) -> {
        write(begin(out, PEER_LEFT), from);
        out.writeUTF(reason.name());
      }
      case Event.Offer(PeerId from, Payload sdp) -> write(out, OFFER, from, sdp);
      case Event.Answer(PeerId from, Payload sdp) -> write(out, ANSWER, from, sdp);
      case Event.Candidate(PeerId from, Payload candidate) ->
          write(out, CANDIDATE, from, candidate);
      case Event.Message(PeerId from, Payload data, boolean ask) ->
          write(out, ask ? ASK : MESSAGE, from, data);
      case Event.Reply(PeerId from, long re, Long ask, Payload data) -> {
        write(out, ask == null ? REPLY : REPLY_TO_ASK, from, data);
        out.writeLong(re);
        if (ask != null) {
          out.writeLong(ask);
        }
      }
    }
  }

  private static Event readEvent(DataInputStream in) throws IOException {
    return switch ((char) in.readByte()) {
      case PEER_JOINED -> new Event.PeerJoined(readInfo(in));
      case PEER_UPDATED -> new Event.PeerUpdated(readInfo(in));
      case PEER_LEFT -> new Event.PeerLeft(readPeer(in), LeaveReason.valueOf(in.readUTF()));
      case OFFER -> new Event.Offer(readPeer(in), readPayload(in));
      case ANSWER -> new Event.Answer(readPeer(in), readPayload(in));
      case CANDIDATE -> new Event.Candidate(readPeer(in), readPayload(in));
      case MESSAGE -> new Event.Message(readPeer(in), readPayload(in), false);
      case ASK -> new Event.Message(readPeer(in), readPayload(in), true);
      case REPLY -> readReply(in, false);
      case REPLY_TO_ASK -> readReply(in, true);
      default -> throw new AssertionError("nothing else is written");
    };
  }

  private static Event readReply(DataInputStream in, boolean toAsk) throws IOException {
    PeerId from = readPeer(in);
    Payload data = readPayload(in);
    long re = in.readLong();
    return new Event.Reply(from, re, toAsk ? in.readLong() : null, data);
  }

  private static DataOutputStream begin(DataOutputStream out, char kind) throws IOException {
    out.writeByte(kind);
    return out;
  }

  private static void write(DataOutputStream out, char kind, PeerId from, Payload payload)
      throws IOException {
    write(begin(out, kind), from);
    write(out, payload);
  }

  private static void write(DataOutputStream out, PeerInfo peer) throws IOException {
    write(out, peer.id());
    out.writeLong(peer.seat());
    out.writeUTF(peer.name().value());
    out.writeUTF(peer.role());
    out.writeBoolean(peer.online());
    write(out, peer.data());
  }

  private static PeerInfo readInfo(DataInputStream in) throws IOException {
    return new PeerInfo(
        readPeer(in),
        in.readLong(),
        new PeerName(in.readUTF()),
        in.readUTF(),
        in.readBoolean(),
        readPayload(in));
  }

  private static void write(DataOutputStream out, PeerId peer) throws IOException {
    out.writeUTF(peer.value());
  }

  private static PeerId readPeer(DataInputStream in) throws IOException {
    return new PeerId(in.readUTF());
  }

  private static void write(DataOutputStream out, Payload payload) throws IOException {
    out.writeInt(payload.length());
    payload.writeTo(out);
  }

  private static Payload readPayload(DataInputStream in) throws IOException {
    return Payload.of(in.readNBytes(in.readInt()));
  }
}
