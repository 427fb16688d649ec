package dev.parley.bench.micro;

/** What clients say, as long as it is in real calls. */
final class Words {
  /** A peer whom nobody knows; it matters only that it could be somebody. */
  static final String SOMEBODY = "AbCdEfGhIjKlMnOpQrStUv";

  private static final int SDP_LENGTH = 2_500;
  private static final String SDP_LINE =
      "a=fmtp:111 minptime=10;useinbandfec=1;stereo=0;sprop-stereo=0\\r\\n";

  /** A session description, as it stands in JSON. */
  static final String SDP = "\"" + SDP_LINE.repeat(SDP_LENGTH / SDP_LINE.length()) + "\"";

  private static final String CANDIDATE =
      "{\"candidate\":\"candidate:842163049 1 udp 1677729535 203.0.113.17 54321 typ srflx raddr"
          + " 0.0.0.0 rport 0 generation 0 ufrag F7gI network-cost 999\",\"sdpMid\":\"0\","
          + "\"sdpMLineIndex\":0}";

  private Words() {}

  static String join(String key) {
    return "{\"type\":\"join\",\"key\":\"" + key + "\"}";
  }

  static String join(String key, long after) {
    return "{\"type\":\"join\",\"key\":\"" + key + "\",\"after\":" + after + "}";
  }

  static String offer(long id, String to) {
    return "{\"type\":\"offer\",\"id\":" + id + ",\"to\":\"" + to + "\",\"sdp\":" + SDP + "}";
  }

  static String candidate(long id, String to) {
    return "{\"type\":\"candidate\",\"id\":"
        + id
        + ",\"to\":\""
        + to
        + "\",\"candidate\":"
        + CANDIDATE
        + "}";
  }

  static String message(long id) {
    return "{\"type\":\"message\",\"id\":"
        + id
        + ",\"data\":{\"text\":\"Can everybody hear me?\",\"at\":[1,2,3]}}";
  }
}
