package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.io.IOException;

/** The requests of one client over HTTP. */
record HttpPeer(Site site, Transport transport, boolean calm, String room, String key) {
  private static final int OK = 200;
  private static final int CREATED = 201;

  /** The server has answered, and not with what was asked for. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final transient JsonObject error;

    Refused(JsonObject error) {
      super(error.toString());
      this.error = error;
    }

    JsonObject error() {
      return error;
    }

    boolean is(String code) {
      return error.get("code").getAsString().equals(code);
    }
  }

  HttpConnection connect(int patienceMillis) throws IOException {
    return new HttpConnection(site.address(transport, calm), site.host(), patienceMillis);
  }

  /** Asks for a seat, and returns {@code joined}. */
  JsonObject join(HttpConnection connection, JsonObject join) throws IOException {
    var answer = connection.request("POST", "/v1/rooms/" + room + "/peers", "", join.toString());
    return Json.object(expect(CREATED, answer).text());
  }

  /** Posts messages, and returns what came of them as one message. */
  JsonObject post(HttpConnection connection, Seat seat, String text) throws IOException {
    try {
      var answer =
          connection.request(
              "POST", path(seat) + "/messages?seat=" + seat.number(), bearer(), text);
      return Json.object(expect(OK, answer).text());
    } catch (Refused e) {
      return e.error();
    }
  }

  /** One poll. */
  String poll(HttpConnection connection, Seat seat, long after, int waitSeconds)
      throws IOException {
    String query = "/messages?after=%d&wait=%d".formatted(after, waitSeconds);
    return expect(OK, connection.request("GET", path(seat) + query, bearer(), "")).text();
  }

  /** Opens an event stream, as a browser does the first time, or when it comes back by itself. */
  HttpConnection.Answer stream(HttpConnection connection, Seat seat, long after, boolean again)
      throws IOException {
    String query = "/events?ticket=%s&after=%d".formatted(seat.ticket(), again ? 1 : after);
    String headers = again ? "Last-Event-ID: %d\r\n".formatted(after) : "";
    return expect(OK, connection.request("GET", path(seat) + query, headers, ""));
  }

  /** Gives the seat up. */
  void leave(HttpConnection connection, Seat seat) throws IOException {
    connection.request("DELETE", path(seat) + "?seat=" + seat.number(), bearer(), "").text();
  }

  private String path(Seat seat) {
    return "/v1/rooms/" + room + "/peers/" + seat.peer();
  }

  private String bearer() {
    return "Authorization: Bearer " + key + "\r\n";
  }

  /** A refusal without a code is none of the protocol: the server has met a broken request. */
  private static HttpConnection.Answer expect(int status, HttpConnection.Answer answer)
      throws IOException {
    if (answer.status() == status) {
      return answer;
    }
    String text = answer.text();
    if (!text.contains("\"code\"")) {
      throw new IOException("answered " + answer.status() + " " + text);
    }
    JsonObject error = Json.object(text);
    error.addProperty("type", "error");
    throw new Refused(error);
  }
}
