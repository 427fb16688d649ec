package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.parley.scenario.Received;
import dev.parley.scenario.ReceivedQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that receives by an event stream, on a thread of its own. */
final class EventStreamConnection extends HttpClientConnection {
  /** A stream does not mark its last event, so this silence counts as its end. */
  private static final Duration QUIET = Duration.ofMillis(150);

  private volatile @Nullable InputStream stream;
  private volatile long lastEvent = System.nanoTime();
  private boolean afterCarriageReturn; // only touched by the reading thread
  private boolean replaced; // only touched by the reading thread

  EventStreamConnection(HttpRequests requests) {
    super(requests);
  }

  @Override
  void listen(long after) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = requests().stream(after);
    InputStream body = response.body();
    String type = response.headers().firstValue("content-type").orElse("no content type");
    if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
      throw new IOException(
          "an event stream is answered with " + response.statusCode() + " and " + type);
    }
    stream = body;
    Thread.ofVirtual().start(() -> read(body));
  }

  private void read(InputStream body) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      String id = "";
      StringBuilder data = new StringBuilder();
      boolean first = true;
      for (String line = line(lines); line != null; line = line(lines)) {
        lastEvent = System.nanoTime();
        if (line.startsWith("id:")) {
          id = line.substring("id:".length()).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring("data:".length()).strip());
          if (data.length() > ReceivedQueue.MAX_LENGTH) {
            addTooLong();
            return;
          }
        } else if (line.isEmpty() && !data.isEmpty()) {
          take(id, data.toString(), first);
          first = false;
          id = "";
          data.setLength(0);
        }
      }
    } catch (IOException _) {
      // cut by drop, or by the server
    }
    if (replaced) {
      addReplaced();
    } else {
      addEnd();
    }
  }

  /** Unlike {@link BufferedReader#readLine}, ends the stream at a line without an end. */
  private @Nullable String line(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = lines.read();
    if (next == '\n' && afterCarriageReturn) {
      next = lines.read();
    }
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n' && next != '\r'; next = lines.read()) {
      if (line.length() == ReceivedQueue.MAX_LENGTH) {
        addTooLong();
        return null;
      }
      line.append((char) next);
    }
    afterCarriageReturn = next == '\r';
    return line.toString();
  }

  private void take(String id, String text, boolean first) {
    JsonObject message = Json.object(text);
    String type = Json.type(message);
    if (first && !type.equals("pong")) {
      add(new Received.Invalid(text, "an event stream begins with a pong"));
    }
    boolean isEvent = message.has("seq") && !type.equals("error");
    String expected = isEvent ? String.valueOf(Json.number(message, "seq")) : "";
    if (!id.equals(expected)) {
      add(
          new Received.Invalid(
              text, "the id of this event is \"%s\", not \"%s\"".formatted(id, expected)));
    }
    if (type.equals("error") && Json.string(message, "code").equals("replaced")) {
      replaced = true; // and the server ends the stream
    } else if (!type.equals("pong")) {
      addMessage(text);
    }
  }

  @Override
  void settle() throws IOException, InterruptedException {
    long began = System.nanoTime();
    long quiet = 0;
    while (quiet < QUIET.toNanos()) {
      Thread.sleep(Duration.ofNanos(QUIET.toNanos() - quiet));
      quiet = System.nanoTime() - Math.max(began, lastEvent);
      if (System.nanoTime() - began > SETTLE_TIMEOUT.toNanos()) {
        throw new InvalidResponseException(
            "lines for " + SETTLE_TIMEOUT.toSeconds() + " s", "the event stream is never quiet");
      }
    }
  }

  @Override
  public Received receive(Duration timeout) throws InterruptedException {
    return next(timeout);
  }

  @Override
  public void drop() {
    InputStream open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // closed already
      }
    }
  }
}
