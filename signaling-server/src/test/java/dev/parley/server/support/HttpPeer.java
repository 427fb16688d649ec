package dev.parley.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.server.support.DocumentedResponses.Response;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * A peer that uses the HTTP transports alone: posts, polls and event streams (docs/protocol.md).
 * Each response has to be one that protocol/asyncapi.json lists.
 */
public final class HttpPeer {
  private static final Gson GSON = new Gson();

  private final HttpClient http;
  private final URI room;
  private final String name;
  private JsonObject joined = new JsonObject();

  public HttpPeer(HttpClient http, int port, String room, String name) {
    this.http = http;
    this.room = URI.create("http://localhost:%d/v1/rooms/%s".formatted(port, room));
    this.name = name;
  }

  /** Joins; if it has joined before, on a new seat. */
  public HttpPeer join() throws IOException, InterruptedException {
    HttpResponse<String> response = tryToJoin();
    assertThat(response.statusCode()).isEqualTo(201);
    joined = GSON.fromJson(response.body(), JsonObject.class);
    assertThat(response.headers().firstValue("location"))
        .hasValue(room.getPath() + "/peers/" + id());
    return this;
  }

  public HttpResponse<String> tryToJoin() throws IOException, InterruptedException {
    return tryToJoin("");
  }

  /** With more members, which begin with a comma. */
  public HttpResponse<String> tryToJoin(String members) throws IOException, InterruptedException {
    return send(postRequest(URI.create(room + "/peers"), Requests.join(name, members)));
  }

  public String id() {
    return joined.getAsJsonObject("self").get("id").getAsString();
  }

  /** The number of the last event before the seat. */
  public long seq() {
    return joined.get("seq").getAsLong();
  }

  public String ticket() {
    return joined.get("ticket").getAsString();
  }

  public URI self() {
    return URI.create(room + "/peers/" + id());
  }

  public long seat() {
    return joined.getAsJsonObject("self").get("seat").getAsLong();
  }

  /** Posts a request, or an array of them. */
  public HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(postRequest(URI.create(self() + "/messages"), body));
  }

  /** Posts from a given seat. */
  public HttpResponse<String> postFrom(long seat, String body)
      throws IOException, InterruptedException {
    return send(postRequest(URI.create(self() + "/messages?seat=" + seat), body));
  }

  /** Posts to a path within the room, with chunks or a Content-Length. */
  public HttpResponse<String> postTo(String path, String body, boolean inChunks)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = postRequest(URI.create(room + path), body);
    if (inChunks) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }
    return send(request);
  }

  /** Polls without waiting. */
  public HttpResponse<String> poll(long after) throws IOException, InterruptedException {
    return poll(after, 0);
  }

  public HttpResponse<String> poll(long after, int waitSeconds)
      throws IOException, InterruptedException {
    return send(authorized(self() + "/messages?after=%d&wait=%d".formatted(after, waitSeconds)));
  }

  /** A long poll, on a thread of its own. */
  public CompletableFuture<HttpResponse<String>> longPoll(long after) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return poll(after, 55);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** The messages of a successful poll. */
  public static JsonArray messages(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return GSON.fromJson(response.body(), JsonArray.class);
  }

  public HttpResponse<String> leave() throws IOException, InterruptedException {
    return send(authorized(self().toString()).DELETE());
  }

  /** Leaves a given seat. */
  public HttpResponse<String> leaveFrom(long seat) throws IOException, InterruptedException {
    return send(authorized(self() + "?seat=" + seat).DELETE());
  }

  /** Requests an event stream that the server is to refuse. */
  public HttpResponse<String> refusedStream(long after) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(
            URI.create(self() + "/events?after=%d&ticket=%s".formatted(after, ticket()))));
  }

  /** Opens an event stream with the ticket, from the beginning of the seat. */
  public EventStream stream() throws IOException, InterruptedException {
    return stream("?ticket=" + ticket());
  }

  /** Opens an event stream with a query and headers: names and values in turn. */
  public EventStream stream(String query, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(self() + "/events" + query));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    HttpRequest request = builder.build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    String body = response.statusCode() == 200 ? "" : lines.readAllAsString();
    DocumentedResponses.check(request, Response.of(response, body));
    return new EventStream(response.statusCode(), lines);
  }

  /** The events of an event stream, each as its id, a space and its data. */
  public record EventStream(int status, BufferedReader lines) implements AutoCloseable {
    /** Sent in intervals, so that a page sees that the stream is alive. It has no id. */
    public static final String KEEP_ALIVE = " {\"type\":\"pong\"}";

    public static final String END = "(end)";

    /** The next event but keep-alives, or {@link #END}. */
    public String next() throws IOException {
      String next = nextOfAny();
      while (next.equals(KEEP_ALIVE)) {
        next = nextOfAny();
      }
      return next;
    }

    /** The next event, keep-alives included, or {@link #END}. */
    public String nextOfAny() throws IOException {
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return id + " " + line.substring(6);
        }
      }
      return END;
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private HttpRequest.Builder postRequest(URI uri, String body) {
    return authorized(uri.toString()).POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder authorized(String uri) {
    return HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + Requests.key(name));
  }

  private HttpResponse<String> send(HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    DocumentedResponses.check(request, Response.of(response, response.body()));
    return response;
  }
}
