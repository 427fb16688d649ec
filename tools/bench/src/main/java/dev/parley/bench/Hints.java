package dev.parley.bench;

import java.util.List;
import java.util.Optional;

/** What to do about faults, by the text in which they are reported. */
final class Hints {
  /** A text in a server's refusal, and the setting that raises the limit. */
  private static final List<String[]> LIMITS =
      List.of(
          new String[] {"connections from your address", "--connections-per-address"},
          new String[] {"joins from your address", "--joins-per-address"},
          new String[] {"room-full", "--peers-per-room"},
          new String[] {"4423", "--peers-per-room"},
          new String[] {"another room", "--rooms"},
          new String[] {"4420", "--unsent-bytes"},
          new String[] {"1009", "--message-bytes"},
          new String[] {"rate-limited", "--messages-per-second"},
          new String[] {"4429", "--messages-per-second"});

  private Hints() {}

  static Optional<String> of(List<String> faults) {
    String text = String.join("\n", faults);
    for (String[] limit : LIMITS) {
      if (text.contains(limit[0])) {
        return Optional.of("Raise " + limit[1] + " of the server, or lower the load.");
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
