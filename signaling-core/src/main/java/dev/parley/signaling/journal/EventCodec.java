package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.LinkName;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.protocol.StateName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Events as bytes, in logs and journals. A letter for each kind precedes the fields; the letters
 * are part of the stored format and may not change.
 */
final class EventCodec {
  private static final char PEER_JOINED = 'j';
  private static final char PEER_UPDATED = 'u';
  private static final char PEER_LEFT = 'l';
  private static final char OFFER = 'o';
  private static final char ANSWER = 'a';
  private static final char CANDIDATE = 'c';

  /** Precedes a signal that has a {@code link} or {@code data}. */
  private static final char EXTENDED = 'x';

  private static final char MESSAGE = 'm';
  private static final char ASK = 'q';
  private static final char REPLY = 'r';
  private static final char REPLY_TO_ASK = 'k';
  private static final char STATE = 's';

  private EventCodec() {}

  static void write(DataOutputStream out, Event event) throws IOException {
    switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> write(begin(out, PEER_JOINED), peer);
      case Event.PeerUpdated(PeerInfo peer) -> write(begin(out, PEER_UPDATED), peer);
      case Event.PeerLeft(PeerId from, LeaveReason reason) -> {
        write(begin(out, PEER_LEFT), from);
        out.writeUTF(reason.name());
      }
      case Event.Signal signal -> write(out, signal);
      case Event.Message(PeerId from, Payload data, boolean ask, boolean keep) -> {
        write(out, ask ? ASK : MESSAGE, from, data);
        out.writeBoolean(keep);
      }
      case Event.State(PeerId from, StateName name, Payload value) -> {
        write(out, STATE, from, value);
        out.writeUTF(name.value());
      }
      case Event.Reply(PeerId from, long re, Long ask, Payload data) -> {
        write(out, ask == null ? REPLY : REPLY_TO_ASK, from, data);
        out.writeLong(re);
        if (ask != null) {
          out.writeLong(ask);
        }
      }
    }
  }

  static Event readEvent(DataInputStream in) throws IOException {
    char letter = (char) in.readByte();
    return switch (letter) {
      case PEER_JOINED -> new Event.PeerJoined(readInfo(in));
      case PEER_UPDATED -> new Event.PeerUpdated(readInfo(in));
      case PEER_LEFT -> new Event.PeerLeft(readPeer(in), LeaveReason.valueOf(in.readUTF()));
      case OFFER, ANSWER, CANDIDATE -> readSignal(in, letter);
      case EXTENDED -> readExtended(in);
      case MESSAGE -> new Event.Message(readPeer(in), readPayload(in), false, in.readBoolean());
      case ASK -> new Event.Message(readPeer(in), readPayload(in), true, in.readBoolean());
      case STATE -> readState(in);
      case REPLY -> readReply(in, false);
      case REPLY_TO_ASK -> readReply(in, true);
      default -> throw corrupt();
    };
  }

  private static void write(DataOutputStream out, Event.Signal signal) throws IOException {
    LinkName link = signal.link();
    Payload data = signal.data();
    if (link != null || data != null) {
      out.writeByte(EXTENDED);
      out.writeUTF(link == null ? "" : link.value());
      out.writeBoolean(data != null);
      if (data != null) {
        write(out, data);
      }
    }
    write(out, letter(signal.kind()), signal.from(), signal.payload());
  }

  private static Event.Signal readExtended(DataInputStream in) throws IOException {
    String link = in.readUTF();
    Payload data = in.readBoolean() ? readPayload(in) : null;
    Event.Signal signal = readSignal(in, (char) in.readByte());
    return new Event.Signal(
        signal.from(),
        signal.kind(),
        link.isEmpty() ? null : new LinkName(link),
        signal.payload(),
        data);
  }

  private static Event.Signal readSignal(DataInputStream in, char letter) throws IOException {
    SignalKind kind =
        switch (letter) {
          case OFFER -> SignalKind.OFFER;
          case ANSWER -> SignalKind.ANSWER;
          case CANDIDATE -> SignalKind.CANDIDATE;
          default -> throw corrupt();
        };
    return new Event.Signal(readPeer(in), kind, readPayload(in));
  }

  private static AssertionError corrupt() {
    return new AssertionError("unknown kind of event: the bytes are corrupt");
  }

  private static char letter(SignalKind kind) {
    return switch (kind) {
      case OFFER -> OFFER;
      case ANSWER -> ANSWER;
      case CANDIDATE -> CANDIDATE;
    };
  }

  private static Event readState(DataInputStream in) throws IOException {
    PeerId from = readPeer(in);
    Payload value = readPayload(in);
    return new Event.State(from, new StateName(in.readUTF()), value);
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

  static void write(DataOutputStream out, PeerInfo peer) throws IOException {
    write(out, peer.id());
    out.writeLong(peer.seat());
    out.writeUTF(peer.name().value());
    out.writeUTF(peer.role());
    write(out, peer.features());
    out.writeBoolean(peer.online());
    write(out, peer.data());
  }

  static PeerInfo readInfo(DataInputStream in) throws IOException {
    return new PeerInfo(
        readPeer(in),
        in.readLong(),
        new PeerName(in.readUTF()),
        in.readUTF(),
        readFeatures(in),
        in.readBoolean(),
        readPayload(in));
  }

  private static void write(DataOutputStream out, Features features) throws IOException {
    out.writeByte(features.names().size());
    for (String name : features.names()) {
      out.writeUTF(name);
    }
  }

  private static Features readFeatures(DataInputStream in) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      names.add(in.readUTF());
    }
    return Features.of(names);
  }

  static void write(DataOutputStream out, PeerId peer) throws IOException {
    out.writeUTF(peer.value());
  }

  static PeerId readPeer(DataInputStream in) throws IOException {
    return new PeerId(in.readUTF());
  }

  static void write(DataOutputStream out, Payload payload) throws IOException {
    out.writeInt(payload.length());
    payload.writeTo(out);
  }

  static Payload readPayload(DataInputStream in) throws IOException {
    return Payload.of(in.readNBytes(in.readInt()));
  }
}
