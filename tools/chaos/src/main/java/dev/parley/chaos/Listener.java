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

/** Hears what comes over HTTP, on a thread of its own. */
final class Listener implements Runnable {
  private static final int JOIN_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 60_000;
  private static final int LONG_POLL_SECONDS = 20;
  private static final int PAUSE_MILLIS = 60;
  private static final int GIVE_UP_ONE_OF = 10;
  private static final int IMPATIENT_MILLIS = 300;

  private final Line line;
  private final HttpPeer peer;
  private final RandomGenerator random;
  private final @Nullable JsonObject join;
  private final Line.Ears ears;
  private Seat seat;
  private long after;
  private volatile @Nullable HttpConnection connection;
  private volatile boolean closed;

  /** Takes a seat first. */
  Listener(Line line, HttpPeer peer, RandomGenerator random, JsonObject join, Line.Ears ears) {
    this(line, peer, random, join, Seat.NONE, 0, ears);
  }

  /** Goes on from a seat that there is. */
  Listener(
      Line line, HttpPeer peer, RandomGenerator random, Seat seat, long after, Line.Ears ears) {
    this(line, peer, random, null, seat, after, ears);
  }

  private Listener(
      Line line,
      HttpPeer peer,
      RandomGenerator random,
      @Nullable JsonObject join,
      Seat seat,
      long after,
      Line.Ears ears) {
    this.line = line;
    this.peer = peer;
    this.random = random;
    this.join = join;
    this.seat = seat;
    this.after = after;
    this.ears = ears;
  }

  @Override
  public void run() {
    try {
      if (join != null) {
        joined(peer.requests().join(connected(JOIN_MILLIS), join));
      }
      if (peer.transport() == Transport.EVENT_STREAM) {
        stream();
      } else {
        poll(peer.transport() == Transport.LONG_POLL);
      }
      ears.ended(line, "it was over");
    } catch (HttpRequests.Refused e) {
      refused(e);
    } catch (ProtocolException e) {
      ears.failed(line, Violation.of(e));
    } catch (IOException e) {
      ears.ended(line, e.toString());
    } catch (Violation e) {
      ears.failed(line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void refused(HttpRequests.Refused refused) {
    if (refused.is("rate-limited") || refused.is("unavailable")) {
      ears.ended(line, refused.toString());
    } else {
      ears.heard(line, refused.error());
    }
  }

  private void joined(JsonObject joined) {
    seat = Seat.of(joined);
    after = joined.get("seq").getAsLong();
    ears.heard(line, joined);
  }

  private void stream() throws IOException {
    HttpConnection open = connected(SILENCE_MILLIS);
    var answer = peer.requests().stream(open, seat, after, random.nextBoolean());
    attached();
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String data = "";
      for (String read = lines.readLine(); read != null && !closed; read = lines.readLine()) {
        if (read.startsWith("data: ")) {
          data = read.substring("data: ".length());
        } else if (read.isEmpty() && !data.isEmpty()) {
          JsonObject message = Json.object(data);
          if (isReplaced(message)) {
            return;
          }
          ears.heard(line, message);
          data = "";
        }
      }
    }
  }

  /** As a poll is told by its status, which is left aside as well: another line goes on. */
  private static boolean isReplaced(JsonObject message) {
    return message.has("code") && message.get("code").getAsString().equals("replaced");
  }

  private void poll(boolean patient) throws IOException, InterruptedException {
    attached();
    while (!closed) {
      boolean answered = pollOnce(patient);
      if (!patient || !answered) {
        Thread.sleep(Duration.ofMillis(random.nextInt(1, PAUSE_MILLIS)));
      }
    }
  }

  /** Whether there was an answer; sometimes it has not the patience to wait for it. */
  private boolean pollOnce(boolean patient) throws HttpRequests.Refused, ProtocolException {
    boolean givesUp = random.nextInt(GIVE_UP_ONE_OF) == 0;
    try {
      HttpConnection open =
          connected(givesUp ? random.nextInt(1, IMPATIENT_MILLIS) : SILENCE_MILLIS);
      take(peer.requests().poll(open, seat, after, patient ? LONG_POLL_SECONDS : 0));
      return true;
    } catch (HttpRequests.Refused e) {
      if (!e.is("replaced")) {
        throw e;
      }
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      hangUp();
    }
    return false;
  }

  private void take(String answer) {
    for (JsonObject message : Json.objects(answer)) {
      if (Json.isEvent(message)) {
        after = message.get("seq").getAsLong();
      }
      ears.heard(line, message);
    }
  }

  private void attached() {
    if (join == null) {
      peer.site().tally().joined(true);
    }
  }

  private HttpConnection connected(int patienceMillis) throws IOException {
    HttpConnection open = connection;
    if (open == null || !open.isUsable()) {
      open = peer.connect(patienceMillis);
      connection = open;
    } else {
      open.readTimeout(patienceMillis);
    }
    if (closed) {
      open.close();
    }
    return open;
  }

  private void hangUp() {
    HttpConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  void close() {
    closed = true;
    hangUp();
  }
}
