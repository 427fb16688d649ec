package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.parley.client.ClientHandshake;
import dev.parley.client.Endpoint;
import dev.parley.client.Frame;
import dev.parley.client.HttpConnection;
import dev.parley.client.Opcode;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client as described in docs/writing-a-client.md, optionally with a fault that violates one
 * rule.
 */
final class SampleClient implements AutoCloseable {
  private static final Set<Integer> STOP = Set.of(1003, 1007, 1009, 4400, 4401, 4403, 4409, 4423);
  private static final int REJOIN = 4410;
  private static final int LOST = 1006;
  private static final int TURN_MILLIS = 20;
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);
  private static final Duration PING_AFTER = Duration.ofMillis(800);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(2);
  private static final int BACKOFF_MILLIS = 50;
  private static final int MAX_BACKOFF_MILLIS = 1_000;

  private final InetSocketAddress proxy;
  private final @Nullable ClientRule broken;
  private final String path = "/v1/rooms/sample-" + Secrets.random();
  private final Random random = new Random(1);
  private final Deque<JsonObject> unacknowledged = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closed;

  private String key = Secrets.random();
  private long after = -1;
  private long nextId = 1;
  private int attempt;
  private int pauseMillis;

  // State of the current connection.
  private boolean joined;
  private long sent;
  private long blockedUntil;

  SampleClient(int port, @Nullable ClientRule broken) {
    this.proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.broken = broken;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  private boolean breaks(ClientRule rule) {
    return broken == rule;
  }

  private void run() {
    while (!closed) {
      pauseMillis = -1;
      joined = false;
      int code = connection();
      if (isOver(code)) {
        return;
      }
      attempt = joined ? 0 : Math.min(attempt + 1, 10);
      int backoff = random.nextInt(Math.min(MAX_BACKOFF_MILLIS, BACKOFF_MILLIS << attempt));
      if (!breaks(ClientRule.BACKOFF)) {
        sleep(pauseMillis < 0 ? backoff : pauseMillis);
      }
    }
  }

  /** Handles the end of a connection, and returns whether the client stops. */
  private boolean isOver(int code) {
    if (code == REJOIN && !breaks(ClientRule.JOIN_AFTER_CLOSE)) {
      after = -1;
    }
    if (code == LOST && breaks(ClientRule.RESUME_AFTER_PARTIAL_EVENT)) {
      after++;
    }
    if (breaks(ClientRule.SAME_KEY)) {
      key = Secrets.random();
    }
    return (STOP.contains(code) && !breaks(ClientRule.STOP_AFTER_CLOSE))
        || (code == 1013 && breaks(ClientRule.RESUME_AFTER_CLOSE))
        || (!joined && attempt == 0 && breaks(ClientRule.RESUME_AFTER_LOST_JOIN));
  }

  private int connection() {
    try (HttpConnection http = new HttpConnection(Endpoint.of(proxy, "localhost"), 5_000)) {
      WebSocketConnection socket = upgraded(http);
      if (breaks(ClientRule.JOIN_FIRST)) {
        socket.send("{\"type\":\"message\",\"id\":1,\"data\":\"early\"}");
      }
      socket.send(join().toString());
      socket.readTimeout(TURN_MILLIS);
      long receivedAt = System.nanoTime();
      long sentAt = 0;
      while (!closed) {
        long now = System.nanoTime();
        Frame frame = frame(socket);
        if (frame != null) {
          receivedAt = now;
          if (frame.opcode() == Opcode.CLOSE) {
            return frame.closeCode();
          }
          take(socket, frame);
        } else if (!breaks(ClientRule.DEAD_CONNECTION)) {
          if (now - receivedAt > DEAD_AFTER.toNanos()) {
            return LOST;
          }
          if (now - receivedAt > PING_AFTER.toNanos()) {
            socket.send("{\"type\":\"ping\"}");
          }
        }
        if (joined && now - sentAt > BETWEEN_REQUESTS.toNanos() && now > blockedUntil) {
          sentAt = now;
          sendNext(socket);
        }
      }
      return LOST;
    } catch (IOException _) {
      return LOST;
    }
  }

  private WebSocketConnection upgraded(HttpConnection http) throws IOException {
    if (!breaks(ClientRule.SUBPROTOCOL)) {
      return new WebSocketConnection(http, path);
    }
    String headers = ClientHandshake.HEADERS + ClientHandshake.subprotocol("chat");
    http.request("GET", path, headers, "");
    return new WebSocketConnection(http);
  }

  private JsonObject join() {
    JsonObject join = new JsonObject();
    join.addProperty("type", "join");
    join.addProperty("key", key);
    if (after >= 0 && !breaks(ClientRule.RESUME)) {
      join.addProperty("after", after);
    }
    return join;
  }

  private static @Nullable Frame frame(WebSocketConnection socket) throws IOException {
    try {
      return socket.receiveFrame();
    } catch (SocketTimeoutException _) {
      return null;
    }
  }

  private void take(WebSocketConnection socket, Frame frame) throws IOException {
    if (frame.opcode() == Opcode.PING && !breaks(ClientRule.PONG)) {
      socket.send(socket.frame(Opcode.FIN | Opcode.PONG, frame.text().getBytes(UTF_8)));
    }
    if (frame.opcode() != Opcode.TEXT) {
      return;
    }
    JsonObject message = Json.object(frame.text());
    switch (Json.type(message)) {
      case "joined" -> joined(message);
      case "ack" -> acknowledge(Json.number(message, "received"));
      case "bye" ->
          pauseMillis = breaks(ClientRule.BYE) ? 0 : (int) Json.number(message, "reconnectAfter");
      case "error" -> error(message);
      case "pong" -> {}
      case "message", "peer-joined", "peer-updated", "peer-left" -> event(message);
      default -> {
        if (breaks(ClientRule.UNKNOWN_MEMBERS)) {
          throw new IOException("unknown type");
        }
      }
    }
  }

  private void joined(JsonObject message) {
    joined = true;
    blockedUntil = 0;
    long received = Json.number(message, "received");
    if (!message.get("resumed").getAsBoolean()) {
      unacknowledged.clear();
      nextId = 1;
    }
    if (breaks(ClientRule.RESEND)) {
      unacknowledged.clear();
    }
    if (!breaks(ClientRule.NO_REPEAT)) {
      acknowledge(received);
    }
    sent = breaks(ClientRule.NO_REPEAT) ? 0 : received;
    after = Json.number(message, "seq");
  }

  private void acknowledge(long received) {
    unacknowledged.removeIf(request -> Json.number(request, "id") <= received);
  }

  private void event(JsonObject message) {
    long seq = Json.number(message, "seq");
    after = breaks(ClientRule.REPEATED_EVENT) ? seq : Math.max(after, seq);
  }

  private void error(JsonObject message) throws IOException {
    if (Json.string(message, "code").equals("rate-limited")) {
      sent = Math.min(sent, Json.number(message, "re") - 1);
      if (!breaks(ClientRule.RATE_LIMITED)) {
        long wait = Duration.ofMillis(Json.number(message, "retryAfter")).toNanos();
        blockedUntil = System.nanoTime() + wait;
      }
    } else if (breaks(ClientRule.ERROR_REPLY) && message.has("re")) {
      throw new IOException("refused");
    }
    if (breaks(ClientRule.ERROR_SEQ) && message.has("seq")) {
      after = Json.number(message, "seq");
    }
  }

  private void sendNext(WebSocketConnection socket) throws IOException {
    JsonObject next =
        unacknowledged.stream()
            .filter(request -> Json.number(request, "id") > sent)
            .findFirst()
            .orElseGet(this::request);
    sent = Json.number(next, "id");
    socket.send(next.toString());
  }

  private JsonObject request() {
    JsonObject request = new JsonObject();
    request.addProperty("type", "message");
    request.addProperty("id", nextId);
    nextId += breaks(ClientRule.REQUEST_IDS) ? 2 : 1;
    if (!breaks(ClientRule.VALID_MESSAGES)) {
      request.addProperty("data", "sample " + nextId);
    }
    unacknowledged.add(request);
    return request;
  }

  private void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
