package dev.parley.chaos;

import com.google.gson.JsonObject;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.client.WebSocketClosedException;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket. */
final class WebSocketClientConnection implements ClientConnection {
  private static final int JOIN_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 60_000;

  /** The close codes after which a client may resume. */
  private static final List<Integer> RESUME_CODES =
      List.of(1000, 1001, 1005, 1012, 1013, 4408, 4409, 4420, 4429);

  private final Endpoint endpoint;
  private final String path;
  private final Listener listener;
  private volatile @Nullable WebSocketConnection connection;
  private volatile boolean closed;

  // Only used by the client's thread.
  private boolean seated;
  private long sent;

  WebSocketClientConnection(Endpoint endpoint, String room, JsonObject join, Listener listener) {
    this.endpoint = endpoint;
    this.path = "/v1/rooms/" + room;
    this.listener = listener;
    Thread.ofVirtual().start(() -> run(join));
  }

  private void run(JsonObject join) {
    try (WebSocketConnection opened =
        new WebSocketConnection(new HttpConnection(endpoint, JOIN_MILLIS), path)) {
      connection = opened;
      if (closed) {
        return;
      }
      opened.send(join.toString());
      listener.received(this, Json.object(opened.receive()));
      opened.readTimeout(SILENCE_MILLIS);
      while (!closed) {
        listener.received(this, Json.object(opened.receive()));
      }
    } catch (WebSocketClosedException e) {
      if (RESUME_CODES.contains(e.code())) {
        listener.ended(this, e.toString());
      } else {
        listener.failed(this, new Violation(Violation.Kind.INVALID, e.toString()));
      }
    } catch (ProtocolException e) {
      listener.failed(this, Violation.of(e));
    } catch (IOException e) {
      listener.ended(this, e.toString());
    } catch (Violation e) {
      listener.failed(this, e);
    }
  }

  @Override
  public void seated(Seat seat) {
    seated = true;
  }

  @Override
  public void send(List<PendingRequest> unacknowledged) throws IOException {
    WebSocketConnection open = connection;
    if (!seated || open == null) {
      return;
    }
    for (PendingRequest request : unacknowledged) {
      if (request.id() > sent) {
        sent = request.id();
        open.send(request.json().toString());
      }
    }
  }

  @Override
  public void resendFrom(long id) {
    sent = Math.min(sent, id - 1);
  }

  @Override
  public void close() {
    closed = true;
    WebSocketConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return Transport.WEB_SOCKET.toString();
  }
}
