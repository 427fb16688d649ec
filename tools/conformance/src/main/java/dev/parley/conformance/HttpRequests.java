package dev.parley.conformance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The HTTP requests of one client (docs/protocol.md, section 1). */
final class HttpRequests {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_BODY_BYTES = 1 << 24;

  /** As in protocol/schemas/types.json. */
  private static final String ID = "[A-Za-z0-9_-]{22}";

  private static final String TICKET = "[A-Za-z0-9._~-]*"; // empty if the server has no streams

  private final HttpClient client;
  private final URI peers;
  private final Duration timeout; // of a request, to the last byte of the response
  private @Nullable Seat seat;

  private record Seat(URI path, String key, long number, String ticket) {}

  HttpRequests(HttpClient client, URI peers) {
    this(client, peers, TIMEOUT);
  }

  HttpRequests(HttpClient client, URI peers, Duration timeout) {
    this.timeout = timeout;
    this.client = client;
    this.peers = peers;
  }

  /** Takes a seat with a {@code join}, to which the other requests then belong. */
  HttpResponse<String> join(String join) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(peers)
                .POST(BodyPublishers.ofString(join))
                .header("Content-Type", "application/json")
                .build(),
            timeout);
    if (response.statusCode() == 201) {
      seat = seatOf(peers, response.body(), Json.string(Json.object(join), "key"));
    }
    return response;
  }

  /** The id and the ticket are checked here because both become parts of URLs. */
  private static Seat seatOf(URI peers, String text, String key) throws InvalidResponseException {
    JsonObject joined = Json.object(text);
    if (!(joined.get("self") instanceof JsonObject self)) {
      throw new InvalidResponseException(text, "a join is answered with 201, but not with joined");
    }
    String id = Json.string(self, "id");
    if (!id.matches(ID)) {
      throw new InvalidResponseException(
          text, "self.id is not 22 characters of base64url: \"" + id + "\"");
    }
    String ticket = Json.string(joined, "ticket");
    if (!ticket.matches(TICKET)) {
      throw new InvalidResponseException(
          text, "ticket has other characters than A-Z a-z 0-9 . _ ~ -: \"" + ticket + "\"");
    }
    return new Seat(URI.create(peers + "/" + id + "/"), key, Json.number(self, "seat"), ticket);
  }

  boolean isSeated() {
    return seat != null;
  }

  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(
        request("messages?seat=" + seat().number)
            .POST(BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build(),
        timeout);
  }

  HttpResponse<String> poll(long after, Duration wait) throws IOException, InterruptedException {
    return send(
        request("messages?after=%d&wait=%d".formatted(after, wait.toSeconds())).build(),
        wait.plus(timeout));
  }

  /**
   * Limits the time to the last byte of the body: the client's own timeout ends with the headers.
   */
  private HttpResponse<String> send(HttpRequest request, Duration atMost)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> sending =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BODY_BYTES));
    try {
      return sending.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new HttpTimeoutException("no complete response within " + atMost.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      sending.cancel(true);
    }
  }

  /** Opens an event stream, with the ticket in the URL as a browser has to. */
  HttpResponse<InputStream> stream(long after) throws IOException, InterruptedException {
    URI uri = seat().path.resolve("events?after=%d&ticket=%s".formatted(after, seat().ticket));
    return client.send(
        HttpRequest.newBuilder(uri).timeout(timeout).build(), BodyHandlers.ofInputStream());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(seat().path.resolve(path))
        .header("Authorization", "Bearer " + seat().key);
  }

  private Seat seat() {
    return Objects.requireNonNull(seat, "no seat");
  }
}
