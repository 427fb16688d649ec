package dev.parley.signaling.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that a client makes for the length of a call; its peer id follows from it. */
public record PeerKey(String value) {
  private static final int MIN_LENGTH = 22; // 128 bits in base64url
  private static final int MAX_LENGTH = 128;
  private static final int RANDOM_BYTES = 32;

  public PeerKey {
    if (value.length() < MIN_LENGTH || value.length() > MAX_LENGTH || !Ascii.isBase64Url(value)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "The key must be 22 to 128 characters of base64url (at least 128 random bits).");
    }
  }

  /** A new one, of 256 random bits. */
  public static PeerKey random() {
    byte[] secret = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(secret);
    return new PeerKey(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** The id that only a holder of this key can have. */
  public PeerId id() {
    byte[] hash = sha256().digest(value.getBytes(StandardCharsets.US_ASCII));
    return new PeerId(
        Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, PeerId.LENGTH));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Keys must not end up in a log. */
  @Override
  public String toString() {
    return "PeerKey[secret]";
  }
}
