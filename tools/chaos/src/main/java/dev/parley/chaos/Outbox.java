package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The requests of a peer on its seat, until they are acknowledged. */
final class Outbox {
  private final Deque<PendingRequest> unacknowledged = new ArrayDeque<>();
  private long last;
  private long acknowledged;

  /** Starts over for a new seat, on which ids begin at 1. */
  void reset() {
    unacknowledged.clear();
    last = 0;
    acknowledged = 0;
  }

  /** Adds a request, sets its id and returns it. */
  long add(JsonObject request) {
    request.addProperty("id", ++last);
    unacknowledged.add(new PendingRequest(last, request));
    return last;
  }

  /** Removes the requests up to this id. */
  void acknowledge(long received) {
    if (received > last || received < acknowledged) {
      throw new Violation(
          Violation.Kind.INVALID,
          "%d was acknowledged after %d, and the last request is %d"
              .formatted(received, acknowledged, last));
    }
    acknowledged = received;
    unacknowledged.removeIf(request -> request.id() <= received);
  }

  List<PendingRequest> unacknowledged() {
    return List.copyOf(unacknowledged);
  }
}
