package dev.parley.siege.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.client.UpgradeRefusedException;
import dev.parley.client.WebSocketClosedException;
import dev.parley.client.WebSocketConnection;
import dev.parley.siege.verdict.ResponseRules;
import java.io.IOException;
import java.net.ProtocolException;

/**
 * A connection that may violate HTTP and WebSocket, and checks that the server does not. Counts
 * what it sends and receives, and is closed by a reset.
 */
final class AttackConnection implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 120_000;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int CREATED = 201;
  private static final String ANY_REQUEST = "A request of an attacker";

  private final Attacker attacker;
  private final HttpConnection http;

  /** A response that was read to its end. */
  record Answer(int status, String body) {}

  AttackConnection(Attacker attacker, Endpoint endpoint) throws IOException {
    this.attacker = attacker;
    this.http = new HttpConnection(endpoint, READ_TIMEOUT_MILLIS);
    http.socket().setSoLinger(true, 0); // without a reset, its port could not be used for a minute
  }

  /** Sends text as it is, one byte for each character. */
  void send(String text) throws IOException {
    http.send(text.getBytes(ISO_8859_1));
  }

  /** Sends bytes; closes the connection and returns false if that fails. */
  boolean accepts(byte[] bytes) {
    try {
      http.send(bytes);
      return true;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  /** Sends a request as it is, without reading the response. */
  void sendRequest(String text) throws IOException {
    attacker.statistics().requested();
    send(text);
  }

  /** Sends a request, or its beginning, in which LF stands for CR LF. */
  void ask(String request) throws IOException {
    sendRequest(request.replace("\n", "\r\n"));
  }

  /** Sends a request, and reads the response. */
  Answer ask(String method, String path, String headers, String body) throws IOException {
    attacker.statistics().requested();
    return checked(http.request(method, path, headers, body), ANY_REQUEST);
  }

  /** Reads the response to an earlier request. */
  Answer answer() throws IOException {
    return answer(ANY_REQUEST);
  }

  /** Reads the response to a request with a description, which begins the sentence of a fault. */
  Answer answer(String description) throws IOException {
    return counted(() -> checked(http.response(), description));
  }

  /** Reads and discards bytes. */
  void skip(int bytes) throws IOException {
    counted(() -> {
      http.in().skipNBytes(bytes);
      return bytes;
    });
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  private <T> T counted(Read<T> read) throws IOException {
    try {
      return read.run();
    } catch (IOException e) {
      if (!attacker.isOver()) {
        attacker.statistics().answered("cut");
      }
      throw e;
    }
  }

  private Answer checked(HttpConnection.Response response, String description) throws IOException {
    attacker.statistics().answered(response.status());
    String body = response.text();
    String fault = ResponseRules.fault(response.status(), body);
    if (fault != null) {
      attacker.verdict().fault(description + " " + fault);
    }
    return new Answer(response.status(), body);
  }

  boolean isUsable() {
    return http.isUsable();
  }

  /** Joins a room by a post. */
  AttackSeat join(String room) throws IOException {
    return join(room, attacker.newKey(), "");
  }

  AttackSeat join(String room, String key, String data) throws IOException {
    String path = "/v1/rooms/" + room + "/peers";
    Answer answer = ask("POST", path, "", AttackSeat.join(key, data));
    if (answer.status() != CREATED) {
      throw new IOException("the join was answered with " + answer.status());
    }
    return AttackSeat.of(room, key, answer.body());
  }

  /** Posts messages from a seat. */
  void post(AttackSeat seat, String messages) throws IOException {
    ask("POST", seat.path() + "/messages", seat.bearer(), messages);
  }

  WebSocketConnection upgrade(String room) throws IOException {
    attacker.statistics().requested();
    try {
      WebSocketConnection socket = new WebSocketConnection(http, "/v1/rooms/" + room);
      attacker.statistics().answered(SWITCHING_PROTOCOLS);
      return socket;
    } catch (UpgradeRefusedException e) {
      attacker.statistics().answered(e.status());
      throw e;
    }
  }

  /** Upgrades to a WebSocket and joins. */
  WebSocketConnection enter(String room) throws IOException {
    WebSocketConnection socket = upgrade(room);
    socket.send(AttackSeat.join(attacker.newKey(), ""));
    receive(socket);
    return socket;
  }

  /** The next message of a WebSocket. */
  String receive(WebSocketConnection socket) throws IOException {
    try {
      return socket.receive();
    } catch (WebSocketClosedException e) {
      attacker.statistics().answered(e.code());
      throw e;
    } catch (ProtocolException e) {
      attacker.verdict().fault("On a WebSocket of an attacker, " + e.getMessage());
      throw e;
    }
  }

  @Override
  public void close() {
    attacker.closed(this);
    http.close();
  }
}
