package dev.parley.conformance;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observes all connections of one client: checks the rules that apply to each message, and lets the
 * checks of {@link ClientSuite} wait for events and replace messages. All state is guarded by this:
 * connections call from their own threads, the suite from another.
 */
final class ClientMonitor implements Interference {
  private static final ClientMessageHandler FORWARD_TO_SERVER = (_, _) -> null;
  private static final ServerMessageHandler FORWARD_TO_CLIENT = (_, _, _) -> null;
  private static final int MAX_SENT = 256; // no check looks further back

  /** The observed connection of a client, from its upgrade to its end. */
  static final class Link {
    private final ProxiedConnection connection;
    private @Nullable JsonObject join;
    private @Nullable JsonObject joined;
    private long nextId;
    private int requests;
    private @Nullable JsonObject firstRequest;
    private byte @Nullable [] pong;

    private Link(ProxiedConnection connection) {
      this.connection = connection;
    }

    ProxiedConnection connection() {
      return connection;
    }
  }

  /**
   * Handles each message of the client during a check. The returned messages replace it; null
   * forwards the message itself.
   */
  interface ClientMessageHandler {
    @Nullable List<String> handle(Link link, JsonObject message);
  }

  /** The same for messages of the server. */
  interface ServerMessageHandler {
    @Nullable List<String> handle(Link link, JsonObject message, String text);
  }

  private final Map<ProxiedConnection, Link> links = new HashMap<>();
  private final Map<ClientRule, String> violations = new EnumMap<>(ClientRule.class);
  private final Map<Long, JsonObject> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, JsonObject> eldest) {
          return size() > MAX_SENT;
        }
      };
  private final Set<Long> mayRepeat = new HashSet<>();
  private @Nullable Link latest;
  private ClientMessageHandler clientMessageHandler = FORWARD_TO_SERVER;
  private ServerMessageHandler serverMessageHandler = FORWARD_TO_CLIENT;
  private String key = "";
  private int attempts;
  private int joins;
  private long cursor = -1;

  synchronized void onClientMessage(ClientMessageHandler handler) {
    clientMessageHandler = handler;
  }

  synchronized void onServerMessage(ServerMessageHandler handler) {
    serverMessageHandler = handler;
  }

  /** Forwards all messages from now on. */
  synchronized void forwardAll() {
    clientMessageHandler = FORWARD_TO_SERVER;
    serverMessageHandler = FORWARD_TO_CLIENT;
  }

  /** Returns the first violation of each continuously checked rule. */
  synchronized Map<ClientRule, String> violations() {
    return new EnumMap<>(violations);
  }

  /** Whether the client has sent a message to which the rule applies. */
  synchronized boolean hasSent(ClientRule rule) {
    return rule == ClientRule.REQUEST_IDS ? !sent.isEmpty() : joins > 0;
  }

  /** The number of TCP connections so far. */
  synchronized int attempts() {
    return attempts;
  }

  /** The number of joins so far. */
  synchronized int joins() {
    return joins;
  }

  /** The {@code seq} of the last event sent to the client in full, or of its {@code joined}. */
  synchronized long cursor() {
    return cursor;
  }

  /** The request with this id on the current seat, as first sent. */
  synchronized @Nullable JsonObject request(long id) {
    return sent.get(id);
  }

  /**
   * Allows the client to repeat this request on the same connection: the server did not take it.
   */
  synchronized void mayRepeat(long id) {
    mayRepeat.add(id);
  }

  /** Waits until there is a value, and returns null if there is none in time. */
  synchronized <T> @Nullable T await(Duration timeout, Supplier<@Nullable T> value)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    T found = value.get();
    for (long left = timeout.toNanos(); found == null && left > 0; found = value.get()) {
      wait(Math.max(1, left / 1_000_000));
      left = deadline - System.nanoTime();
    }
    return found;
  }

  /** The connection on which the client has its seat, or null. */
  synchronized @Nullable Link live() {
    return latest != null && latest.joined != null && !latest.connection.hasEnded() ? latest : null;
  }

  /** The latest join if there were more than {@code earlier}, else null. */
  synchronized @Nullable JsonObject joinAfter(int earlier) {
    return joins > earlier && latest != null ? latest.join : null;
  }

  synchronized int requests(Link link) {
    return link.requests;
  }

  synchronized @Nullable JsonObject firstRequest(Link link) {
    return link.firstRequest;
  }

  synchronized byte @Nullable [] pong(Link link) {
    return link.pong;
  }

  @Override
  public synchronized void attempted() {
    attempts++;
    notifyAll();
  }

  @Override
  public synchronized void opened(ProxiedConnection connection) {
    Link link = new Link(connection);
    links.put(connection, link);
    String offered = connection.headers().getOrDefault("sec-websocket-protocol", "");
    if (!offered.isEmpty() && !List.of(offered.split(",\\s*")).contains("signaling.v1")) {
      violate(ClientRule.SUBPROTOCOL, "the client offers only " + offered);
    }
    notifyAll();
  }

  @Override
  public synchronized List<String> fromClient(ProxiedConnection connection, String text) {
    Link link = links.get(connection);
    if (link == null) {
      return List.of(); // read after the suite has ended the connection
    }
    JsonObject message = Json.object(text);
    List<String> problems = Schemas.problemsOfRequest(text);
    if (!problems.isEmpty()) {
      violate(ClientRule.VALID_MESSAGES, String.join("; ", problems) + ", in " + text);
    }
    switch (Json.type(message)) {
      case "join" -> join(link, message, text);
      case "ping" -> {}
      default -> request(link, message, text);
    }
    List<String> instead = clientMessageHandler.handle(link, message);
    notifyAll();
    return instead == null ? List.of(text) : instead;
  }

  private void join(Link link, JsonObject join, String text) {
    if (link.join != null) {
      violate(ClientRule.JOIN_FIRST, "the client sent a second join on one connection: " + text);
    }
    String used = Json.string(join, "key");
    if (!key.isEmpty() && !used.equals(key)) {
      violate(ClientRule.SAME_KEY, "the client joined with another key than before");
    }
    key = used;
    link.join = join;
    latest = link;
    joins++;
  }

  private void request(Link link, JsonObject request, String text) {
    if (link.joined == null) {
      violate(ClientRule.JOIN_FIRST, "before joined, the client sent " + text);
      return;
    }
    long id = Json.number(request, "id");
    if (mayRepeat.remove(id)) {
      link.nextId = id; // the requests after it are repeated, too
    }
    if (id < link.nextId && link.requests == 0) {
      violate(
          ClientRule.NO_REPEAT,
          "joined had received %d, and the client sent id %d again".formatted(link.nextId - 1, id));
    } else if (id != link.nextId) {
      violate(
          ClientRule.REQUEST_IDS,
          "the client sent id %d where %d is the next: %s".formatted(id, link.nextId, text));
    }
    link.nextId = id + 1;
    link.requests++;
    if (link.firstRequest == null) {
      link.firstRequest = request;
    }
    sent.putIfAbsent(id, request);
  }

  @Override
  public synchronized List<String> fromServer(ProxiedConnection connection, String text) {
    Link link = links.get(connection);
    if (link == null) {
      return List.of();
    }
    JsonObject message = Json.object(text);
    List<String> instead = serverMessageHandler.handle(link, message, text);
    if (instead == null || !instead.isEmpty()) {
      String type = Json.type(message);
      if (type.equals("joined")) {
        joined(link, message);
      } else if (message.has("seq") && !type.equals("error")) {
        cursor = Math.max(cursor, Json.number(message, "seq"));
      }
    }
    notifyAll();
    return instead == null ? List.of(text) : instead;
  }

  private void joined(Link link, JsonObject joined) {
    link.joined = joined;
    link.nextId = Json.number(joined, "received") + 1;
    cursor = Json.number(joined, "seq");
    mayRepeat.clear();
    if (!joined.get("resumed").getAsBoolean()) {
      sent.clear();
    }
  }

  @Override
  public synchronized void pong(ProxiedConnection connection, byte[] payload) {
    Link link = links.get(connection);
    if (link != null) {
      link.pong = payload;
      notifyAll();
    }
  }

  @Override
  public synchronized void ended(ProxiedConnection connection) {
    links.remove(connection);
    notifyAll();
  }

  private void violate(ClientRule rule, String detail) {
    violations.putIfAbsent(rule, detail);
  }
}
