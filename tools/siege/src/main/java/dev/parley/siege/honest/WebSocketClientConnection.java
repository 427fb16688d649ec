package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.Json;
import dev.parley.chaos.PendingRequest;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.client.WebSocketConnection;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A WebSocket. */
final class WebSocketClientConnection implements ClientConnection {
  private final HttpConnection http;
  private final WebSocketConnection socket;
  private final AtomicLong sent = new AtomicLong();

  WebSocketClientConnection(Endpoint endpoint, String room) throws IOException {
    http = new HttpConnection(endpoint, (int) Verdict.CLIENT_TIMEOUT.toMillis());
    socket = new WebSocketConnection(http, "/v1/rooms/" + room);
  }

  @Override
  public JsonObject join(JsonObject join) throws IOException {
    socket.send(join.toString());
    JsonObject answer = Json.object(socket.receive());
    if (!answer.get("type").getAsString().equals("joined")) {
      socket.receive(); // throws the close code, which names the reason
      throw new IOException("the join was answered with " + answer);
    }
    return answer;
  }

  @Override
  public List<JsonObject> receive() throws IOException {
    return List.of(Json.object(socket.receive()));
  }

  @Override
  public List<JsonObject> send(List<PendingRequest> unacknowledged) throws IOException {
    for (PendingRequest request : unacknowledged) {
      if (request.id() > sent.get()) {
        sent.set(request.id());
        socket.send(request.json().toString());
      }
    }
    return List.of();
  }

  @Override
  public void resendFrom(long id) {
    sent.updateAndGet(last -> Math.min(last, id - 1));
  }

  @Override
  public void close() {
    http.close();
  }
}
