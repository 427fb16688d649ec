package dev.parley.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** A secret key, and the peer id derived from it. */
record Identity(String key) {

  private static final int SECRET_BYTES = 16;
  private static final int ID_LENGTH = 22;

  static Identity random(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new Identity(base64(secret));
  }

  String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(US_ASCII));
      return base64(digest).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
