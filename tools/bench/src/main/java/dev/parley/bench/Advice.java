package dev.parley.bench;

import java.util.List;
import java.util.Optional;

/** What to do when a server does not bear what is asked of it. */
final class Advice {
  /** Where one of these stands in what the server has said, the setting bounds it. */
  private static final List<String[]> SETTINGS =
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

  private Advice() {}

  static Optional<String> on(List<String> faults) {
    String said = String.join("\n", faults);
    for (String[] each : SETTINGS) {
      if (said.contains(each[0])) {
        return Optional.of("Raise " + each[1] + " of the server, or ask less of it.");
      }
    }
    if (said.contains("PKIX")) {
      return Optional.of(
          "Java does not trust the certificate. For one of your own, put it into a store (keytool"
              + " -importcert), and set JDK_JAVA_OPTIONS to '-Djavax.net.ssl.trustStore=FILE"
              + " -Djavax.net.ssl.trustStorePassword=PASSWORD'.");
    }
    if (said.contains("plaintext")) {
      return Optional.of("There is no TLS at that port: does the URL begin with http?");
    }
    return said.contains("refused")
        ? Optional.of("Is the server running, and is the port right?")
        : Optional.empty();
  }
}
