package dev.parley.chaos;

import com.google.gson.JsonObject;
import dev.parley.client.HttpConnection;
import dev.parley.schema.ProtocolSchemas;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The HTTP requests of one peer, on the connections that the caller passes. */
public record HttpRequests(String room, String key) {
  private static final ProtocolSchemas SCHEMAS = ProtocolSchemas.closed();
  private static final int OK = 200;
  private static final int CREATED = 201;

  /** The server has refused a request with an error code of the protocol. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers;
    private final transient JsonObject error;

    RefusedException(HttpConnection.Response response, JsonObject error) {
      super(response.status() + " " + error);
      this.status = response.status();
      this.headers = response.headers();
      this.error = error;
    }

    public int status() {
      return status;
    }

    /** The response headers, by their names in lower case. */
    public Map<String, String> headers() {
      return headers;
    }

    /** The problem document as an {@code error} message, as over a WebSocket. */
    public JsonObject error() {
      return error;
    }

    boolean is(String code) {
      return error.get("code").getAsString().equals(code);
    }
  }

  /** The server has answered with an error status and no code of the protocol. */
  public static final class UnexpectedStatusException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    UnexpectedStatusException(int status, String text) {
      super("answered " + status + " " + text);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** Joins, and returns {@code joined}. */
  public JsonObject join(HttpConnection connection, JsonObject join) throws IOException {
    var response = connection.request("POST", "/v1/rooms/" + room + "/peers", "", join.toString());
    return Json.object(expect(CREATED, response).text());
  }

  /** Posts messages, and returns the {@code ack}. */
  public JsonObject post(HttpConnection connection, Seat seat, String text) throws IOException {
    String path = path(seat) + "/messages?seat=" + seat.number();
    return Json.object(expect(OK, connection.request("POST", path, bearer(), text)).text());
  }

  /** Polls for events, and returns the JSON array of messages. */
  public String poll(HttpConnection connection, Seat seat, long after, int waitSeconds)
      throws IOException {
    String query = "/messages?after=%d&wait=%d".formatted(after, waitSeconds);
    return expect(OK, connection.request("GET", path(seat) + query, bearer(), "")).text();
  }

  /**
   * Opens an event stream.
   *
   * @param again whether to send the cursor in {@code Last-Event-ID}, as a browser does when it
   *     reconnects by itself
   */
  public HttpConnection.Response stream(
      HttpConnection connection, Seat seat, long after, boolean again) throws IOException {
    String query = "/events?ticket=%s&after=%d".formatted(seat.ticket(), again ? 1 : after);
    String headers = again ? "Last-Event-ID: %d\r\n".formatted(after) : "";
    return expect(OK, connection.request("GET", path(seat) + query, headers, ""));
  }

  /** Gives up the seat. */
  public void leave(HttpConnection connection, Seat seat) throws IOException {
    String path = path(seat) + "?seat=" + seat.number();
    connection.request("DELETE", path, bearer(), "").text();
  }

  /** The path of a seat's resources. */
  public String path(Seat seat) {
    return "/v1/rooms/" + room + "/peers/" + seat.peer();
  }

  /** The {@code Authorization} header, with its line end. */
  public String bearer() {
    return "Authorization: Bearer " + key + "\r\n";
  }

  private static HttpConnection.Response expect(int status, HttpConnection.Response response)
      throws IOException {
    if (response.status() == status) {
      return response;
    }
    String text = response.text();
    if (!text.contains("\"code\"")) {
      throw new UnexpectedStatusException(response.status(), text);
    }
    List<String> problems = SCHEMAS.problems("http/problem.json", text);
    if (!problems.isEmpty()) {
      throw new Violation(Violation.Kind.INVALID, text + " does not match its schema: " + problems);
    }
    JsonObject error = Json.object(text);
    error.addProperty("type", "error");
    error.add("message", error.remove("detail"));
    error.remove("status");
    throw new RefusedException(response, error);
  }
}
