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

/** A line that is a WebSocket. */
final class SocketLine implements Line {
  private static final int JOIN_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 60_000;
  private static final List<Integer> COME_AGAIN =
      List.of(1000, 1001, 1005, 1012, 1013, 4408, 4409, 4420, 4429);

  private final Site site;
  private final boolean calm;
  private final String path;
  private final Ears ears;
  private volatile @Nullable WebSocketConnection connection;
  private volatile boolean closed;

  // Only touched by the client.
  private boolean seated;
  private long sent;

  SocketLine(Site site, boolean calm, String room, JsonObject join, Ears ears) {
    this.site = site;
    this.calm = calm;
    this.path = "/v1/rooms/" + room;
    this.ears = ears;
    Thread.ofVirtual().start(() -> listen(join));
  }

  private void listen(JsonObject join) {
    try (WebSocketConnection opened =
        new WebSocketConnection(
            new HttpConnection(
                Endpoint.of(site.address(Transport.WEB_SOCKET, calm), site.host()), JOIN_MILLIS),
            path)) {
      connection = opened;
      if (closed) {
        return;
      }
      opened.send(join.toString());
      ears.heard(this, Json.object(opened.receive()));
      opened.readTimeout(SILENCE_MILLIS);
      while (!closed) {
        ears.heard(this, Json.object(opened.receive()));
      }
    } catch (WebSocketClosedException e) {
      if (COME_AGAIN.contains(e.code())) {
        ears.ended(this, e.toString());
      } else {
        ears.failed(this, new Violation(Violation.Kind.WRONG, e.toString()));
      }
    } catch (ProtocolException e) {
      ears.failed(this, Violation.of(e));
    } catch (IOException e) {
      ears.ended(this, e.toString());
    } catch (Violation e) {
      ears.failed(this, e);
    }
  }

  @Override
  public void seated(Seat seat) {
    seated = true;
  }

  @Override
  public void send(List<Numbered> unacknowledged) throws IOException {
    WebSocketConnection open = connection;
    if (!seated || open == null) {
      return;
    }
    for (Numbered request : unacknowledged) {
      if (request.id() > sent) {
        sent = request.id();
        open.send(request.json().toString());
      }
    }
  }

  @Override
  public void again(long from) {
    sent = Math.min(sent, from - 1);
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
