package dev.parley.siege.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Json;
import dev.parley.chaos.Seat;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.client.UpgradeRefusedException;
import dev.parley.client.WebSocketClosedException;
import dev.parley.client.WebSocketConnection;
import dev.parley.siege.verdict.Answers;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;

/** A connection that need not keep to HTTP, but holds the server to it. Ends by a reset. */
final class AttackConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;
  private static final int CREATED = 201;
  private static final String ANY = "A request of an attacker";

  private final Attacker attacker;
  private final HttpConnection http;

  /** An answer that was read to its end. */
  record Answer(int status, Map<String, String> headers, String body) {}

  AttackConnection(Attacker attacker, Endpoint endpoint) throws IOException {
    this.attacker = attacker;
    this.http = new HttpConnection(endpoint, PATIENCE_MILLIS);
    http.socket().setSoLinger(true, 0); // a reset, which leaves no port behind that waits
  }

  /** Sends text as it is, a byte for each character. */
  void send(String text) throws IOException {
    http.send(text.getBytes(ISO_8859_1));
  }

  /** Sends bytes, and returns whether the connection takes them; otherwise it is closed. */
  boolean sends(byte[] bytes) {
    try {
      http.send(bytes);
      return true;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  /** Sends a request with lines that end by LF alone here, and leaves the answer to come. */
  void ask(String head) throws IOException {
    attacker.ledger().requested();
    send(head.replace("\n", "\r\n"));
  }

  /** Sends a request, and reads what it is answered. */
  Answer ask(String method, String path, String headers, String body) throws IOException {
    attacker.ledger().requested();
    return read(http.request(method, path, headers, body), ANY);
  }

  /** Reads an answer to what was sent. */
  Answer answer() throws IOException {
    return answer(ANY);
  }

  /** Reads an answer to a request of this description, with which a sentence can begin. */
  Answer answer(String request) throws IOException {
    try {
      return read(http.response(), request);
    } catch (IOException e) {
      if (!attacker.isOver()) {
        attacker.ledger().answered("cut");
      }
      throw e;
    }
  }

  private Answer read(HttpConnection.Response answer, String request) throws IOException {
    attacker.ledger().answered(answer.status());
    String body = answer.text();
    String fault = Answers.fault(answer.status(), body);
    if (fault != null) {
      attacker.judge().fault(request + " " + fault);
    }
    return new Answer(answer.status(), answer.headers(), body);
  }

  /** Reads some bytes, and keeps none. */
  void read(int bytes) throws IOException {
    try {
      http.in().skipNBytes(bytes);
    } catch (IOException e) {
      if (!attacker.isOver()) {
        attacker.ledger().answered("cut");
      }
      throw e;
    }
  }

  boolean isUsable() {
    return http.isUsable();
  }

  /** Takes a seat by a post, and returns {@code joined}. */
  JsonObject join(String room, String key, String data) throws IOException {
    JsonObject join = new Conversation(key).join();
    if (!data.isEmpty()) {
      join.addProperty("data", data);
    }
    Answer answer = ask("POST", "/v1/rooms/" + room + "/peers", "", join.toString());
    if (answer.status() != CREATED) {
      throw new IOException("no seat: " + answer.status());
    }
    return Json.object(answer.body());
  }

  /** Posts messages from a seat. */
  Answer post(HttpRequests requests, Seat seat, String body) throws IOException {
    return ask("POST", requests.path(seat) + "/messages", requests.bearer(), body);
  }

  WebSocketConnection upgrade(String room) throws IOException {
    attacker.ledger().requested();
    try {
      WebSocketConnection socket = new WebSocketConnection(http, "/v1/rooms/" + room);
      attacker.ledger().answered(101);
      return socket;
    } catch (UpgradeRefusedException e) {
      attacker.ledger().answered(e.status());
      throw e;
    }
  }

  /** Upgrades and takes a seat. */
  WebSocketConnection enter(String room, String key) throws IOException {
    WebSocketConnection socket = upgrade(room);
    socket.send(new Conversation(key).join().toString());
    receive(socket);
    return socket;
  }

  /** The next message of a WebSocket. */
  String receive(WebSocketConnection socket) throws IOException {
    try {
      return socket.receive();
    } catch (WebSocketClosedException e) {
      attacker.ledger().answered(e.code());
      throw e;
    } catch (ProtocolException e) {
      attacker.judge().fault("On a WebSocket " + e.getMessage() + ".");
      throw e;
    }
  }

  @Override
  public void close() {
    attacker.closed(this);
    http.close();
  }
}
