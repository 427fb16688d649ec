package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs that may stand in a URL: each is good for reading the events of one seat, and for nothing
 * else. A ticket is the number of the seat, a dot, and a code that only this server can make.
 *
 * <p>Tickets are computed, not kept. A server that has lost its rooms has lost its secret, too, and
 * a client that comes with an old ticket has to join anew anyway.
 */
public final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int CODE_LENGTH = 22;
  private static final int MAX_SEAT_LENGTH = 18;

  private final SecretKeySpec secret;

  public Tickets(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The ticket of this seat of a peer's. */
  public String of(RoomName room, PeerId peer, long seat) {
    return seat + "." + code(room, peer, seat);
  }

  /** The seat that this ticket of a peer's was made for, or none if it was not made here. */
  public OptionalLong seat(String ticket, RoomName room, PeerId peer) {
    int dot = ticket.indexOf('.');
    if (dot < 1
        || dot > MAX_SEAT_LENGTH
        || !ticket.substring(0, dot).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long seat = Long.parseLong(ticket.substring(0, dot));
    // Compared in a time that says nothing about where they differ.
    boolean genuine =
        MessageDigest.isEqual(
            ticket.substring(dot + 1).getBytes(StandardCharsets.UTF_8),
            code(room, peer, seat).getBytes(StandardCharsets.UTF_8));
    return genuine ? OptionalLong.of(seat) : OptionalLong.empty();
  }

  private String code(RoomName room, PeerId peer, long seat) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] text = (room + " " + peer + " " + seat).getBytes(StandardCharsets.UTF_8);
      byte[] code = mac.doFinal(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(code).substring(0, CODE_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HMAC with SHA-256", e);
    }
  }
}
