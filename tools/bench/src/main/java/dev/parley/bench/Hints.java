package dev.parley.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to do about faults, by the text in which they are reported. */
final class Hints {
  /** A text in a server's refusal, and the setting that raises the limit. */
  private static final List<Map.Entry<String, String>> LIMITS =
      List.of(
          Map.entry("connections from your address", "--connections-per-address"),
          Map.entry("joins from your address", "--joins-per-address"),
          Map.entry("room-full", "--peers-per-room"),
          Map.entry("4423", "--peers-per-room"),
          Map.entry("another room", "--rooms"),
          Map.entry("4420", "--unsent-bytes"),
          Map.entry("1009", "--message-bytes"),
          Map.entry("rate-limited", "--messages-per-second"),
          Map.entry("4429", "--messages-per-second"));

  private Hints() {}

  static Optional<String> of(List<String> faults) {
    String text = String.join("\n", faults);
    for (Map.Entry<String, String> limit : LIMITS) {
      if (text.contains(limit.getKey())) {
        return Optional.of("Raise " + limit.getValue() + " of the server, or lower the load.");
      }
    }
    if (text.contains("PKIX")) {
      return Optional.of(
          "Java does not trust the certificate. For a private certificate, import it into a store"
              + " (keytool -importcert) and set JDK_JAVA_OPTIONS to"
              + " '-Djavax.net.ssl.trustStore=FILE"
              + " -Djavax.net.ssl.trustStorePassword=PASSWORD'.");
    }
    if (text.contains("plaintext")) {
      return Optional.of("The port does not use TLS: use http or ws in the URL.");
    }
    return text.contains("refused")
        ? Optional.of("Check that the server is running and that the port is right.")
        : Optional.empty();
  }
}
