package dev.parley.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.parley.scenario.Connection;
import dev.parley.scenario.ConnectionFailure;
import dev.parley.scenario.Received;
import dev.parley.scenario.ReceivedQueue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A client over HTTP that looks to a scenario like one over a WebSocket: the body of a response is
 * received as the messages that a WebSocket would have brought, and its status as a close code.
 *
 * <p>A post is sent by the thread of the scenario. {@link #settle} first receives the events that
 * the server has sent before, since a WebSocket would have them in this order.
 */
abstract class HttpClientConnection implements Connection {
  private static final String PING = "{\"type\":\"ping\"}";
  private static final Received PONG = new Received.Message("{\"type\":\"pong\"}");
  static final String NO_RESPONSE = "no response";

  /** For {@link #settle}, during which a server may keep sending. */
  static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);

  private static final int LEFT = 1000;
  private static final int REPLACED = 4409;
  private static final int LOST = 1006;

  /** The members of a problem that have the same name in an {@code error} message. */
  private static final List<String> ERROR_MEMBERS =
      List.of("code", "re", "peers", "seq", "retryAfter");

  /** The close codes of errors that refuse a join (docs/protocol.md, section 5). */
  private static final Map<String, Integer> JOIN_CLOSES =
      Map.of(
          "unauthorized", 4401,
          "forbidden", 4403,
          "room-full", 4423,
          "room-locked", 4423,
          "internal", 1011,
          "unavailable", 1013);

  private final HttpRequests requests;
  private final ReceivedQueue received = new ReceivedQueue();
  private volatile boolean leaving;
  private volatile boolean failed;

  HttpClientConnection(HttpRequests requests) {
    this.requests = requests;
  }

  /** Begins to receive events. */
  abstract void listen(long after) throws IOException, InterruptedException;

  /** Receives what the server has sent by now. */
  abstract void settle() throws IOException, InterruptedException;

  HttpRequests requests() {
    return requests;
  }

  @Override
  public final void send(String text) {
    JsonObject message = Json.object(text);
    String type = Json.type(message);
    attempt(() -> {
      if (requests.isSeated()) {
        settle();
        leaving |= type.equals("leave");
        post(text);
      } else if (type.equals("join")) {
        join(text);
      } else if (!type.equals("ping")) {
        add(new Received.Invalid(text, "over HTTP nothing can be sent before a join"));
      }
      if (text.equals(PING)) {
        add(PONG); // all that was asked before has been answered
      }
    });
  }

  private void join(String text) throws IOException, InterruptedException {
    HttpResponse<String> response = requests.join(text);
    if (response.statusCode() == 201) {
      addMessage(response.body());
      listen(Json.number(Json.object(response.body()), "seq"));
    } else {
      Integer close = JOIN_CLOSES.get(addProblem(response));
      if (close != null) {
        add(new Received.Closed(close));
      }
    }
  }

  private void post(String text) throws IOException, InterruptedException {
    HttpResponse<String> response = requests.post(text);
    if (response.statusCode() != 200) {
      addProblem(response);
      return;
    }
    if (Json.object(response.body()).get("errors") instanceof JsonArray errors) {
      errors.forEach(error -> addMessage(error.toString()));
    }
    addMessage(response.body());
  }

  /** Adds a problem as the {@code error} that a WebSocket would bring, and returns its code. */
  final String addProblem(HttpResponse<String> response) {
    JsonObject problem = Json.object(response.body());
    String code = Json.string(problem, "code");
    String type = response.headers().firstValue("content-type").orElse("no content type");
    if (code.isEmpty() || !type.startsWith("application/problem+json")) {
      add(
          new Received.Invalid(
              response.statusCode() + " " + response.body(),
              "an error is application/problem+json with a code, not " + type));
      return code;
    }
    List<String> problems = Schemas.problems("http/problem.json", response.body());
    if (!problems.isEmpty()) {
      add(new Received.Invalid(response.body(), String.join("; ", problems)));
      return code;
    }
    JsonObject error = new JsonObject();
    error.addProperty("type", "error");
    error.add("message", problem.get("detail"));
    ERROR_MEMBERS.stream().filter(problem::has).forEach(name -> error.add(name, problem.get(name)));
    addMessage(error.toString());
    return code;
  }

  /** The events in the answer to a poll, as texts. */
  static List<String> elements(String json) throws IOException {
    try {
      return JsonParser.parseString(json).getAsJsonArray().asList().stream()
          .map(JsonElement::toString)
          .toList();
    } catch (JsonParseException | IllegalStateException _) {
      throw new InvalidResponseException(json, "the answer to a poll is not a JSON array");
    }
  }

  final void addMessage(String text) {
    add(new Received.Message(text));
  }

  final void add(Received next) {
    if (!received.add(next)) {
      drop();
    }
  }

  /** A message is longer than {@link ReceivedQueue#MAX_LENGTH}. */
  final void addTooLong() {
    received.addTooLong();
  }

  /** The seat is taken over by another listener. */
  final void addReplaced() {
    add(new Received.Closed(REPLACED));
  }

  /** The server has ended the listening. */
  final void addEnd() {
    add(new Received.Closed(leaving ? LEFT : LOST));
  }

  /** The next of what has been added. */
  final Received next(Duration timeout) throws InterruptedException {
    return received.poll(timeout);
  }

  /** Requests that may fail. */
  interface Exchange {
    void run() throws IOException, InterruptedException;
  }

  /** A failed request is the end of the connection, as it is for a WebSocket. */
  final void attempt(Exchange exchange) {
    if (failed) {
      return;
    }
    try {
      exchange.run();
    } catch (InvalidResponseException e) {
      failed = true;
      add(new Received.Invalid(e.text(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      failed = true;
      add(new Received.Invalid(NO_RESPONSE, ConnectionFailure.reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final void sendBinary(byte[] bytes) {
    throw new UnsupportedOperationException("not over HTTP");
  }

  @Override
  public final void close(int code) {
    drop();
  }
}
