package dev.parley.signaling.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret by which a client proves its identity for the length of a call. The peer id is a hash
 * of it: an id cannot be claimed without the key, and the server needs no accounts.
 */
public record PeerKey(String value) {
  private static final int MIN_LENGTH = 22; // 128 bits in base64url
  private static final int MAX_LENGTH = 128;
  private static final int RANDOM_BYTES = 32;

  /**
   * Checks the shape of the key.
   *
   * @throws ProtocolException with {@code bad-message} if it is malformed
   */
  public PeerKey {
    if (value.length() < MIN_LENGTH || value.length() > MAX_LENGTH || !Ascii.isBase64Url(value)) {
      throw ProtocolException.badMessage(
          "The key must be 22 to 128 characters of base64url (at least 128 random bits).");
    }
  }

  /** A new key of 256 random bits, for a participant in this process. */
  public static PeerKey random() {
    byte[] secret = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(secret);
    return new PeerKey(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /**
   * The id of the peer with this key: the first 22 characters, 132 bits, of
   * base64url(SHA-256(key)).
   */
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

  /** Hides the key, which must not reach a log. */
  @Override
  public String toString() {
    return "PeerKey[secret]";
  }
}
