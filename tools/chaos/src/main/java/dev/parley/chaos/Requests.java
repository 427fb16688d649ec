package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a peer has asked for on its seat, until it is acknowledged. */
final class Requests {
  private final Deque<Numbered> unacknowledged = new ArrayDeque<>();
  private long last;
  private long acknowledged;

  /** On another seat they are counted from 1. */
  void begin() {
    unacknowledged.clear();
    last = 0;
    acknowledged = 0;
  }

  long add(JsonObject request) {
    request.addProperty("id", ++last);
    unacknowledged.add(new Numbered(last, request));
    return last;
  }

  /** All up to this one have been taken. */
  void acknowledge(long received) {
    if (received > last || received < acknowledged) {
      throw new Violation(
          Violation.Kind.WRONG,
          "acknowledged %d, after %d, of %d that were asked for"
              .formatted(received, acknowledged, last));
    }
    acknowledged = received;
    unacknowledged.removeIf(request -> request.id() <= received);
  }

  List<Numbered> unacknowledged() {
    return List.copyOf(unacknowledged);
  }
}
