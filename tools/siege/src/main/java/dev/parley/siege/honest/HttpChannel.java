package dev.parley.siege.honest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Json;
import dev.parley.chaos.Numbered;
import dev.parley.chaos.Seat;
import dev.parley.client.Endpoint;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel that hears by an event stream or by long polls, and speaks by posts. */
final class HttpChannel implements Channel {
  private static final int MOST_IN_A_POST = 20;
  private static final int POLL_SECONDS = 5;

  private final HttpRequests requests;
  private final boolean streams;
  private final KeptAlive listening;
  private final KeptAlive posting;

  private volatile Seat seat = Seat.NONE;

  // Only touched by who receives.
  private long after;
  private @Nullable BufferedReader stream;

  HttpChannel(Endpoint endpoint, HttpRequests requests, boolean streams) {
    this.requests = requests;
    this.streams = streams;
    this.listening = new KeptAlive(endpoint);
    this.posting = new KeptAlive(endpoint);
  }

  @Override
  public JsonObject join(JsonObject join) throws IOException {
    JsonObject joined = listening.exchange(connection -> requests.join(connection, join));
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
            listening.exchange(connection -> requests.poll(connection, seat, after, POLL_SECONDS)));
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
    var answer = listening.exchange(connection -> requests.stream(connection, seat, after, false));
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  @Override
  public List<JsonObject> send(List<Numbered> unacknowledged) throws IOException {
    if (unacknowledged.isEmpty()) {
      return List.of();
    }
    JsonArray body = new JsonArray();
    unacknowledged.stream().limit(MOST_IN_A_POST).map(Numbered::json).forEach(body::add);
    Seat from = seat;
    String text = body.toString();
    JsonObject ack = posting.exchange(connection -> requests.post(connection, from, text));
    return List.of(ack);
  }

  @Override
  public void again(long from) {
    // whatever is not acknowledged is posted again anyway
  }

  @Override
  public void close() {
    listening.close();
    posting.close();
  }
}
