package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.Audience;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Audiences as bytes: a kind, the length of the rest, and peer ids or a feature. The length allows
 * a reader to skip an audience without decoding it.
 */
final class AudienceCodec {
  private static final int ALL_BUT = 0;
  private static final int ONLY = 1;
  private static final int WITH_FEATURE = 2;

  private AudienceCodec() {}

  static void write(DataOutputStream out, Audience audience) throws IOException {
    switch (audience) {
      case Audience.AllBut(Set<PeerId> peers) -> write(out, ALL_BUT, peers);
      case Audience.Only(Set<PeerId> peers) -> write(out, ONLY, peers);
      case Audience.WithFeature(String feature) -> {
        out.writeByte(WITH_FEATURE);
        out.writeInt(Short.BYTES + feature.length());
        out.writeUTF(feature);
      }
    }
  }

  /**
   * Ids in an audience have the form of peer ids, which is ASCII, so their length in bytes is known
   * before encoding.
   */
  private static void write(DataOutputStream out, int kind, Set<PeerId> peers) throws IOException {
    out.writeByte(kind);
    int length = 0;
    for (PeerId peer : peers) {
      length += Short.BYTES + peer.value().length();
    }
    out.writeInt(length);
    for (PeerId peer : peers) {
      EventCodec.write(out, peer);
    }
  }

  static Audience read(DataInputStream in) throws IOException {
    int kind = in.readByte();
    int length = in.readInt();
    if (kind == WITH_FEATURE) {
      return new Audience.WithFeature(in.readUTF());
    }
    Set<PeerId> peers = new LinkedHashSet<>();
    for (int left = length; left > 0; ) {
      PeerId peer = EventCodec.readPeer(in);
      peers.add(peer);
      left -= Short.BYTES + peer.value().length();
    }
    return kind == ONLY ? new Audience.Only(peers) : new Audience.AllBut(peers);
  }

  static void skip(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    data.readByte();
    in.skipNBytes(data.readInt());
  }

  /**
   * Whether the audience includes this peer, provided that it has the feature in question. Compares
   * bytes, and builds no set: a replay calls it for each entry.
   */
  static boolean mayInclude(PeerId peer, InputStream in) throws IOException {
    DataInputStream head = new DataInputStream(in);
    int kind = head.readByte();
    if (kind == WITH_FEATURE) {
      return true;
    }
    byte[] wanted = peer.value().getBytes(StandardCharsets.UTF_8);
    byte[] ids = in.readNBytes(head.readInt());
    return names(wanted, ids) == (kind == ONLY);
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
}
