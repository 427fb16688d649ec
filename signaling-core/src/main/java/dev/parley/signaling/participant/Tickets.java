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
 * Tickets authorize reading the events of one seat in a URL, where the key must not appear: {@code
 * EventSource} cannot send headers, and URLs end up in logs. A ticket is the number of the seat, a
 * dot, and an HMAC (RFC 2104) that only this server, or those that share its secret, can compute.
 *
 * <p>Tickets are computed, not stored. A server that restarts loses its secret together with its
 * rooms, so that clients with older tickets have to rejoin in any case.
 */
public final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";

  /** Characters of base64url: 132 of the 256 bits. */
  private static final int CODE_LENGTH = 22;

  /** Decimal digits that always fit into a long. */
  private static final int MAX_SEAT_LENGTH = 18;

  private final SecretKeySpec secret;

  /** Tickets under this secret. */
  public Tickets(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The ticket of a seat. */
  public String of(RoomName room, PeerId peer, long seat) {
    return seat + "." + code(room, peer, seat);
  }

  /** The seat that a ticket was issued for; empty if it was not issued to this peer. */
  public OptionalLong seat(String ticket, RoomName room, PeerId peer) {
    int dot = ticket.indexOf('.');
    if (dot < 1
        || dot > MAX_SEAT_LENGTH
        || !ticket.substring(0, dot).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long seat = Long.parseLong(ticket.substring(0, dot));
    // Compared in constant time, which reveals nothing about the correct code.
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
