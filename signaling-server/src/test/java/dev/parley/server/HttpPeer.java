package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
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

/** A client that speaks over HTTP alone, as docs/protocol.md has it. */
final class HttpPeer {
  private static final Gson GSON = new Gson();

  private final HttpClient http;
  private final URI room;
  private final String key;
  private JsonObject joined = new JsonObject();

  HttpPeer(HttpClient http, int port, String room, String key) {
    this.http = http;
    this.room = URI.create("http://localhost:%d/v1/rooms/%s".formatted(port, room));
    this.key = key;
  }

  HttpPeer join() throws IOException, InterruptedException {
    HttpResponse<String> response = tryToJoin();
    assertThat(response.statusCode()).isEqualTo(201);
    joined = GSON.fromJson(response.body(), JsonObject.class);
    assertThat(response.headers().firstValue("location"))
        .hasValue("/v1/rooms/" + name() + "/peers/" + id());
    return this;
  }

  HttpResponse<String> tryToJoin() throws IOException, InterruptedException {
    return tryToJoin("");
  }

  /** With these members beside the key. */
  HttpResponse<String> tryToJoin(String more) throws IOException, InterruptedException {
    return send(
        post(
            URI.create(room + "/peers"),
            "{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(key, more)));
  }

  private String name() {
    return room.getPath().substring("/v1/rooms/".length());
  }

  String id() {
    return joined.getAsJsonObject("self").get("id").getAsString();
  }

  long seq() {
    return joined.get("seq").getAsLong();
  }

  String ticket() {
    return joined.get("ticket").getAsString();
  }

  URI self() {
    return URI.create(room + "/peers/" + id());
  }

  long seat() {
    return joined.getAsJsonObject("self").get("seat").getAsLong();
  }

  /** Posts this as from this seat. */
  HttpResponse<String> sayFrom(long seat, String body) throws IOException, InterruptedException {
    return send(post(URI.create(self() + "/messages?seat=" + seat), body));
  }

  /** Posts this, which may be an array, and returns the response. */
  HttpResponse<String> say(String body) throws IOException, InterruptedException {
    return send(post(URI.create(self() + "/messages"), body));
  }

  /** Posts this to a path within the room, in chunks if need be. */
  HttpResponse<String> post(String path, String body, boolean inChunks)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = post(URI.create(room + path), body);
    if (inChunks) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }
    return send(request);
  }

  HttpResponse<String> poll(long after, int wait) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(
                URI.create(self() + "/messages?after=%d&wait=%d".formatted(after, wait)))
            .header("Authorization", "Bearer " + key));
  }

  static JsonArray messages(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return GSON.fromJson(response.body(), JsonArray.class);
  }

  /** Gives this seat up. */
  HttpResponse<String> leaveFrom(long seat) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(self() + "?seat=" + seat))
            .DELETE()
            .header("Authorization", "Bearer " + key));
  }

  HttpResponse<String> leave() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(self()).DELETE().header("Authorization", "Bearer " + key));
  }

  /** What is answered where there is to be no stream. */
  HttpResponse<String> stream(long after) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(
            URI.create(self() + "/events?after=%d&ticket=%s".formatted(after, ticket()))));
  }

  /** An event stream, with these headers beside. */
  Events events(String query, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(self() + "/events" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = http.send(request.build(), BodyHandlers.ofInputStream());
    return new Events(
        response.statusCode(),
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  /** What comes over an event stream. */
  record Events(int status, BufferedReader lines) implements AutoCloseable {
    static final String LIFE = " {\"type\":\"pong\"}";

    /** The next event that tells something, as its id and its data, or "(end)". */
    String next() throws IOException {
      String next = anything();
      while (next.equals(LIFE)) {
        next = anything();
      }
      return next;
    }

    /** The same, but not without what only shows that the stream is alive. */
    String anything() throws IOException {
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return id + " " + line.substring(6);
        }
      }
      return "(end)";
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

  private HttpRequest.Builder post(URI uri, String body) {
    return HttpRequest.newBuilder(uri)
        .POST(BodyPublishers.ofString(body))
        .header("Authorization", "Bearer " + key);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
