package dev.parley.server.support;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests as JSON. Peers are given by a name, from which their key is derived. */
public final class Requests {
  public static final String PING = "{\"type\":\"ping\"}";

  private static final int KEY_LENGTH = 23;

  private Requests() {}

  /** The key of the peer with this name, which has at most 22 characters. */
  public static String key(String name) {
    return name + "-" + "0123456789abcdefghijklm".substring(0, KEY_LENGTH - 1 - name.length());
  }

  public static String join(String name) {
    return join(name, "");
  }

  /** With more members, which begin with a comma. */
  public static String join(String name, String members) {
    return "{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(key(name), members);
  }

  /** A join that resumes after an event. */
  public static String resume(String name, long after) {
    return join(name, ",\"after\":" + after);
  }

  /** A message to all, whose data is its id. */
  public static String message(int id) {
    return "{\"type\":\"message\",\"id\":%d,\"data\":%d}".formatted(id, id);
  }

  /** A message to all, whose data is a string without characters that JSON escapes. */
  public static String message(int id, String data) {
    return "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, data);
  }

  /** An array, for a post of several requests. */
  public static String array(String... requests) {
    return array(Stream.of(requests));
  }

  public static String array(Stream<String> requests) {
    return requests.collect(Collectors.joining(",", "[", "]"));
  }
}
