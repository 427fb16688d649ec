package dev.parley.conformance;

import java.security.SecureRandom;
import java.util.Base64;

/** Random keys and room names. */
final class Secrets {
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** Returns 22 characters of base64url: 128 random bits. */
  static String random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
