package dev.parley.siege.attack;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pieces of requests. */
final class Texts {
  private Texts() {}

  /** A string of JSON characters that need no escape. */
  static String filling(int length) {
    return "x".repeat(length);
  }

  /** An array of messages to everybody else in the room, with ids that rise from this one. */
  static String messages(long from, int count, String data) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(from + i, data))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** The head of a request with a body of JSON, without the lines that say how long it is. */
  static String post(String path) {
    return "POST %s HTTP/1.1\nHost: localhost\nContent-Type: application/json\n".formatted(path);
  }
}
