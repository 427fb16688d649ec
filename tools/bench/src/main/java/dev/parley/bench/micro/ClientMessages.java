package dev.parley.bench.micro;

/** Messages of a client, with payloads as long as in real calls. */
final class ClientMessages {
  /** A well-formed peer id that no room knows. */
  static final String UNKNOWN_PEER = "AbCdEfGhIjKlMnOpQrStUv";

  private static final int SDP_LENGTH = 2_500;
  private static final String SDP_LINE =
      "a=fmtp:111 minptime=10;useinbandfec=1;stereo=0;sprop-stereo=0\\r\\n";

  /** A session description as a JSON string. */
  static final String SDP = "\"" + SDP_LINE.repeat(SDP_LENGTH / SDP_LINE.length()) + "\"";

  private static final String CANDIDATE =
      "{\"candidate\":\"candidate:842163049 1 udp 1677729535 203.0.113.17 54321 typ srflx raddr"
          + " 0.0.0.0 rport 0 generation 0 ufrag F7gI network-cost 999\",\"sdpMid\":\"0\","
          + "\"sdpMLineIndex\":0}";

  private ClientMessages() {}

  static String join(String key) {
    return "{\"type\":\"join\",\"key\":\"%s\"}".formatted(key);
  }

  static String join(String key, long after) {
    return "{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(key, after);
  }

  static String offer(long id, String to) {
    return "{\"type\":\"offer\",\"id\":" + id + ",\"to\":\"" + to + "\",\"sdp\":" + SDP + "}";
  }

  static String candidate(long id, String to) {
    return "{\"type\":\"candidate\",\"id\":%d,\"to\":\"%s\",\"candidate\":%s}"
        .formatted(id, to, CANDIDATE);
  }

  static String message(long id) {
    return "{\"type\":\"message\",\"id\":"
        + id
        + ",\"data\":{\"text\":\"Can everybody hear me?\",\"at\":[1,2,3]}}";
  }
}
