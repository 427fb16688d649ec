package dev.parley.chaos;

import com.google.gson.JsonObject;
import dev.parley.client.HttpConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Receives messages over HTTP on a thread of its own, and at times abandons a poll. */
final class HttpReceiver implements Runnable {
  private static final int JOIN_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 60_000;
  private static final int LONG_POLL_SECONDS = 20;
  private static final int MAX_PAUSE_MILLIS = 60;
  private static final int ABANDON_ONE_OF = 10;
  private static final int MAX_ABANDON_MILLIS = 300;

  private final HttpClientConnection owner;
  private final RandomGenerator random;
  private final @Nullable JsonObject join;
  private final ClientConnection.Listener listener;
  private Seat seat;
  private long after;
  private volatile @Nullable HttpConnection connection;
  private volatile boolean closed;

  /** Joins before it receives. */
  HttpReceiver(
      HttpClientConnection owner,
      RandomGenerator random,
      JsonObject join,
      ClientConnection.Listener listener) {
    this(owner, random, join, Seat.NONE, 0, listener);
  }

  /** Receives the events after {@code after} of an existing seat. */
  HttpReceiver(
      HttpClientConnection owner,
      RandomGenerator random,
      Seat seat,
      long after,
      ClientConnection.Listener listener) {
    this(owner, random, null, seat, after, listener);
  }

  private HttpReceiver(
      HttpClientConnection owner,
      RandomGenerator random,
      @Nullable JsonObject join,
      Seat seat,
      long after,
      ClientConnection.Listener listener) {
    this.owner = owner;
    this.random = random;
    this.join = join;
    this.seat = seat;
    this.after = after;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      if (join != null) {
        joined(owner.requests().join(connected(JOIN_MILLIS), join));
      }
      if (owner.transport() == Transport.EVENT_STREAM) {
        stream();
      } else {
        poll(owner.transport() == Transport.LONG_POLL);
      }
      listener.ended(owner, "closed");
    } catch (HttpRequests.RefusedException e) {
      refused(e);
    } catch (ProtocolException e) {
      listener.failed(owner, Violation.of(e));
    } catch (IOException e) {
      listener.ended(owner, e.toString());
    } catch (Violation e) {
      listener.failed(owner, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void refused(HttpRequests.RefusedException refused) {
    if (refused.is("rate-limited") || refused.is("unavailable")) {
      listener.ended(owner, refused.toString());
    } else {
      listener.received(owner, refused.error());
    }
  }

  private void joined(JsonObject joined) {
    seat = Seat.of(joined);
    after = joined.get("seq").getAsLong();
    listener.received(owner, joined);
  }

  private void stream() throws IOException {
    HttpConnection open = connected(SILENCE_MILLIS);
    var response = owner.requests().stream(open, seat, after, random.nextBoolean());
    attached();
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String data = "";
      for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        } else if (line.isEmpty() && !data.isEmpty()) {
          JsonObject message = Json.object(data);
          if (isReplaced(message)) {
            return;
          }
          listener.received(owner, message);
          data = "";
        }
      }
    }
  }

  /** Whether a newer connection of this client has taken over the seat. */
  private static boolean isReplaced(JsonObject message) {
    return message.has("code") && message.get("code").getAsString().equals("replaced");
  }

  private void poll(boolean isLong) throws IOException, InterruptedException {
    attached();
    while (!closed) {
      boolean answered = pollOnce(isLong);
      if (!isLong || !answered) {
        Thread.sleep(Duration.ofMillis(random.nextInt(1, MAX_PAUSE_MILLIS)));
      }
    }
  }

  /** Returns whether the server has answered; some polls are abandoned before. */
  private boolean pollOnce(boolean isLong) throws HttpRequests.RefusedException, ProtocolException {
    boolean abandoned = random.nextInt(ABANDON_ONE_OF) == 0;
    try {
      HttpConnection open =
          connected(abandoned ? random.nextInt(1, MAX_ABANDON_MILLIS) : SILENCE_MILLIS);
      received(owner.requests().poll(open, seat, after, isLong ? LONG_POLL_SECONDS : 0));
      return true;
    } catch (HttpRequests.RefusedException e) {
      if (!e.is("replaced")) {
        throw e;
      }
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      disconnect();
    }
    return false;
  }

  private void received(String response) {
    for (JsonObject message : Json.objects(response)) {
      if (Json.isEvent(message)) {
        after = message.get("seq").getAsLong();
      }
      listener.received(owner, message);
    }
  }

  private void attached() {
    if (join == null) {
      owner.statistics().joined(true);
    }
  }

  private HttpConnection connected(int readTimeoutMillis) throws IOException {
    HttpConnection open = connection;
    if (open == null || !open.isUsable()) {
      open = owner.connect(readTimeoutMillis);
      connection = open;
    } else {
      open.readTimeout(readTimeoutMillis);
    }
    if (closed) {
      open.close();
    }
    return open;
  }

  private void disconnect() {
    HttpConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  void close() {
    closed = true;
    disconnect();
  }
}
