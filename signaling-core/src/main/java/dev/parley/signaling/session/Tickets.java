package dev.parley.signaling.session;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Rooms.Ticketed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs that may stand in a URL: each is good for reading the events of one seat, from one join on
 * it until the next, and for nothing else.
 *
 * <p>They are computed, not kept. A server that has lost its rooms has lost its secret, too, and
 * who comes with an old ticket has to join anew anyway.
 */
public final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 22;

  private final SecretKeySpec secret;

  public Tickets(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The ticket of this peer's, for a join on a seat. */
  public String of(RoomName room, PeerId peer, Ticketed join) {
    String text = room + " " + peer + " " + join.seat() + " " + join.join();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] proof = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(proof).substring(0, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HMAC with SHA-256", e);
    }
  }

  /** Compared in a time that says nothing about where they differ. */
  public boolean fits(String ticket, RoomName room, PeerId peer, Ticketed join) {
    return MessageDigest.isEqual(
        ticket.getBytes(StandardCharsets.UTF_8),
        of(room, peer, join).getBytes(StandardCharsets.UTF_8));
  }
}
