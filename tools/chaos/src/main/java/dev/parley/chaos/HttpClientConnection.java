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

/**
 * Receives by an event stream or by polls, with an {@link HttpReceiver}, and sends by posts, one at
 * a time.
 */
final class HttpClientConnection implements ClientConnection {
  private static final int POST_MILLIS = 1_500;
  private static final int MAX_BATCH = 20;

  private final Network network;
  private final Transport transport;
  private final boolean direct;
  private final HttpRequests requests;
  private final HttpReceiver receiver;
  private final Listener listener;
  private final AtomicBoolean posting = new AtomicBoolean();
  private volatile @Nullable HttpConnection posts;
  private volatile boolean closed;

  private @Nullable Seat seat; // only used by the client's thread

  /**
   * Starts to receive.
   *
   * @param direct whether to bypass the proxy
   * @param joins whether to join first, or to attach to the seat of the conversation
   */
  HttpClientConnection(
      Network network,
      Transport transport,
      boolean direct,
      HttpRequests requests,
      RandomGenerator random,
      boolean joins,
      Conversation conversation,
      Listener listener) {
    this.network = network;
    this.transport = transport;
    this.direct = direct;
    this.requests = requests;
    this.listener = listener;
    Long after = conversation.after();
    if (!joins && after != null) {
      this.seat = conversation.seat();
      this.receiver = new HttpReceiver(this, random, conversation.seat(), after, listener);
    } else {
      this.receiver = new HttpReceiver(this, random, conversation.join(), listener);
    }
    Thread.ofVirtual().start(receiver);
  }

  Transport transport() {
    return transport;
  }

  HttpRequests requests() {
    return requests;
  }

  Statistics statistics() {
    return network.statistics();
  }

  HttpConnection connect(int readTimeoutMillis) throws IOException {
    return new HttpConnection(network.endpoint(transport, direct), readTimeoutMillis);
  }

  @Override
  public void seated(Seat seat) {
    this.seat = seat;
  }

  @Override
  public void send(List<PendingRequest> unacknowledged) {
    Seat from = seat;
    if (from != null && !unacknowledged.isEmpty() && posting.compareAndSet(false, true)) {
      JsonArray body = new JsonArray();
      unacknowledged.stream().limit(MAX_BATCH).map(PendingRequest::json).forEach(body::add);
      String text = body.size() == 1 ? body.get(0).toString() : body.toString();
      Thread.ofVirtual().start(() -> post(from, text));
    }
  }

  private void post(Seat from, String text) {
    try {
      HttpConnection open = posts;
      if (open == null || !open.isUsable()) {
        open = connect(POST_MILLIS);
        posts = open;
      }
      if (closed) {
        open.close();
        return;
      }
      listener.received(this, ackOrError(open, from, text));
    } catch (ProtocolException e) {
      listener.failed(this, Violation.of(e));
    } catch (IOException e) {
      HttpConnection open = posts;
      if (open != null) {
        open.close(); // the next post opens another
      }
    } catch (Violation e) {
      listener.failed(this, e);
    } finally {
      posting.set(false);
    }
  }

  private JsonObject ackOrError(HttpConnection open, Seat from, String text) throws IOException {
    try {
      return requests.post(open, from, text);
    } catch (HttpRequests.RefusedException e) {
      return e.error();
    }
  }

  @Override
  public void resendFrom(long id) {
    // each post contains all requests without an acknowledgement
  }

  @Override
  public void close() {
    closed = true;
    receiver.close();
    HttpConnection open = posts;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return transport.toString();
  }
}
