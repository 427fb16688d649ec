package dev.parley.chaos;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.client.HttpConnection;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A line that hears by an event stream or by polls, and speaks by posts. */
final class HttpLine implements Line {
  private static final int POST_MILLIS = 1_500;
  private static final int MOST_IN_A_POST = 20;

  private final HttpPeer peer;
  private final Listener listener;
  private final Ears ears;
  private final AtomicBoolean posting = new AtomicBoolean();
  private volatile @Nullable HttpConnection posts;
  private volatile boolean closed;

  private @Nullable Seat seat; // only touched by the client

  /** Begins with a join, or, if there is a seat, by listening from where the client was. */
  HttpLine(HttpPeer peer, RandomGenerator random, boolean joins, Conversation now, Ears ears) {
    this.peer = peer;
    this.ears = ears;
    Long after = now.after();
    if (!joins && after != null) {
      this.seat = now.seat();
      this.listener = new Listener(this, peer, random, now.seat(), after, ears);
    } else {
      this.listener = new Listener(this, peer, random, now.join(), ears);
    }
    Thread.ofVirtual().start(listener);
  }

  @Override
  public void seated(Seat seat) {
    this.seat = seat;
  }

  @Override
  public void send(List<Numbered> unacknowledged) {
    Seat from = seat;
    if (from != null && !unacknowledged.isEmpty() && posting.compareAndSet(false, true)) {
      JsonArray body = new JsonArray();
      unacknowledged.stream().limit(MOST_IN_A_POST).map(Numbered::json).forEach(body::add);
      String text = body.size() == 1 ? body.get(0).toString() : body.toString();
      Thread.ofVirtual().start(() -> post(from, text));
    }
  }

  private void post(Seat from, String text) {
    try {
      HttpConnection open = posts;
      if (open == null || !open.isUsable()) {
        open = peer.connect(POST_MILLIS);
        posts = open;
      }
      if (closed) {
        open.close();
        return;
      }
      JsonObject answer = peer.post(open, from, text);
      ears.heard(this, answer);
    } catch (ProtocolException e) {
      ears.failed(this, Violation.of(e));
    } catch (IOException e) {
      HttpConnection open = posts;
      if (open != null) {
        open.close(); // the next post finds another
      }
    } catch (Violation e) {
      ears.failed(this, e);
    } finally {
      posting.set(false);
    }
  }

  @Override
  public void again(long from) {
    // all that is not acknowledged is posted again anyway
  }

  @Override
  public void close() {
    closed = true;
    listener.close();
    HttpConnection open = posts;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return peer.transport().toString();
  }
}
