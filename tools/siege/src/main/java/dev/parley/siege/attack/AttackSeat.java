package dev.parley.siege.attack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A seat of an attacker, and the requests that it makes from there. */
record AttackSeat(String room, String key, String peer, String ticket, long seq) {

  /** The seat in the response to a join. */
  static AttackSeat of(String room, String key, String joined) {
    JsonObject json = JsonParser.parseString(joined).getAsJsonObject();
    return new AttackSeat(
        room,
        key,
        json.getAsJsonObject("self").get("id").getAsString(),
        json.get("ticket").getAsString(),
        json.get("seq").getAsLong());
  }

  static String join(String key, String data) {
    return data.isEmpty()
        ? "{\"type\":\"join\",\"key\":\"%s\"}".formatted(key)
        : "{\"type\":\"join\",\"key\":\"%s\",\"data\":\"%s\"}".formatted(key, data);
  }

  /** A join that resumes the seat from its beginning, so that the whole log is replayed. */
  String resume() {
    return "{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(key, seq);
  }

  String path() {
    return "/v1/rooms/%s/peers/%s".formatted(room, peer);
  }

  String pollPath(int waitSeconds) {
    return "%s/messages?after=%d&wait=%d".formatted(path(), seq, waitSeconds);
  }

  /** The header line that authenticates its requests. */
  String bearer() {
    return "Authorization: Bearer %s\r\n".formatted(key);
  }

  /** A request for the whole log by a poll. */
  String poll() {
    return "GET %s HTTP/1.1\nHost: localhost\n%s\n"
        .formatted(pollPath(0), bearer().replace("\r\n", "\n"));
  }

  /** A request for the whole log by an event stream. */
  String stream() {
    return "GET %s/events?after=%d&ticket=%s HTTP/1.1\nHost: localhost\n\n"
        .formatted(path(), seq, ticket);
  }

  /** The body of a post: messages to all others in the room. */
  static String messages(long firstId, int count, String data) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(firstId + i, data))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
