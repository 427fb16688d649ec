package dev.parley.siege.honest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Json;
import dev.parley.chaos.PendingRequest;
import dev.parley.chaos.Seat;
import dev.parley.client.Endpoint;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives by an event stream or by long polls, and sends by posts. */
final class HttpClientConnection implements ClientConnection {
  private static final int MAX_BATCH = 20;
  private static final int POLL_SECONDS = 5;

  private final HttpRequests requests;
  private final boolean streams;
  private final PersistentConnection receiving;
  private final PersistentConnection posting;

  private volatile Seat seat = Seat.NONE;

  // Only used by the receiving thread.
  private long after;
  private @Nullable BufferedReader stream;

  HttpClientConnection(Endpoint endpoint, HttpRequests requests, boolean streams) {
    this.requests = requests;
    this.streams = streams;
    this.receiving = new PersistentConnection(endpoint);
    this.posting = new PersistentConnection(endpoint);
  }

  @Override
  public JsonObject join(JsonObject join) throws IOException {
    JsonObject joined = receiving.exchange(connection -> requests.join(connection, join));
    after = joined.get("seq").getAsLong();
    seat = Seat.of(joined);
    return joined;
  }

  @Override
  public List<JsonObject> receive() throws IOException {
    return streams ? List.of(read()) : poll();
  }

  private List<JsonObject> poll() throws IOException {
    List<JsonObject> events =
        Json.objects(
            receiving.exchange(connection -> requests.poll(connection, seat, after, POLL_SECONDS)));
    for (JsonObject event : events) {
      if (Json.isEvent(event)) {
        after = event.get("seq").getAsLong();
      }
    }
    return events;
  }

  /** The next message of the stream (HTML standard, section 9.2). */
  private JsonObject read() throws IOException {
    BufferedReader reading = stream == null ? open() : stream;
    stream = reading;
    String data = "";
    for (String line = reading.readLine(); line != null; line = reading.readLine()) {
      if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        return Json.object(data);
      }
    }
    throw new EOFException("the event stream has ended");
  }

  private BufferedReader open() throws IOException {
    var answer = receiving.exchange(connection -> requests.stream(connection, seat, after, false));
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  @Override
  public List<JsonObject> send(List<PendingRequest> unacknowledged) throws IOException {
    if (unacknowledged.isEmpty()) {
      return List.of();
    }
    JsonArray body = new JsonArray();
    unacknowledged.stream().limit(MAX_BATCH).map(PendingRequest::json).forEach(body::add);
    Seat from = seat;
    String text = body.toString();
    JsonObject ack = posting.exchange(connection -> requests.post(connection, from, text));
    return List.of(ack);
  }

  @Override
  public void resendFrom(long id) {
    // each post contains all requests without an acknowledgement
  }

  @Override
  public void close() {
    receiving.close();
    posting.close();
  }
}
