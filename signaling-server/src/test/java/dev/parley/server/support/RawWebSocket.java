package dev.parley.server.support;

import static dev.parley.client.Opcode.CLOSE;
import static dev.parley.client.Opcode.FIN;
import static dev.parley.client.Opcode.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientHandshake;
import dev.parley.client.Frame;
import dev.parley.client.FrameCodec;
import dev.parley.client.HttpConnection;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A WebSocket client that sends any frame, valid or not, and answers no ping. A server may refuse
 * its upgrade: {@link #status} tells.
 */
public final class RawWebSocket implements AutoCloseable {
  /** The header lines of a valid request for an upgrade, but Host. */
  public static final String UPGRADE_HEADERS = ClientHandshake.HEADERS;

  private static final Pattern CONTENT_TYPE = Pattern.compile("(?i)content-type: (\\S+)");

  private final RawHttpConnection connection;
  private final String responseHead;
  private final WebSocketConnection frames;

  private RawWebSocket(RawHttpConnection connection, String request) throws IOException {
    this.connection = connection;
    this.responseHead = connection.send(request).readHead();
    checkResponse();
    this.frames = new WebSocketConnection(new HttpConnection(connection.socket(), "localhost"));
  }

  private void checkResponse() throws IOException {
    boolean open = status() == 101; // what follows is frames
    String body = open ? "" : connection.readBody(responseHead);
    Matcher type = CONTENT_TYPE.matcher(responseHead);
    String contentType = type.find() ? type.group(1) : "";
    DocumentedResponses.checkUpgrade(
        new DocumentedResponses.Response(status(), _ -> contentType, body));
  }

  /** Requests an upgrade for a room. */
  public static RawWebSocket open(int port, String room) throws IOException {
    return open(port, room, "");
  }

  /** Requests an upgrade with more header lines, each of which ends with CR LF. */
  public static RawWebSocket open(int port, String room, String headers) throws IOException {
    return new RawWebSocket(RawHttpConnection.open(port), upgradeRequest(port, room, headers));
  }

  /** Requests an upgrade on a connection. */
  public static RawWebSocket upgrade(RawHttpConnection connection, String room) throws IOException {
    return upgrade(connection, room, "");
  }

  /** Requests an upgrade on a connection, and sends more characters in the same packet. */
  public static RawWebSocket upgrade(RawHttpConnection connection, String room, String more)
      throws IOException {
    int port = connection.socket().getPort();
    return new RawWebSocket(connection, upgradeRequest(port, room, "") + more);
  }

  /** Connects and joins a room. */
  public static RawWebSocket join(int port, String room, String name) throws IOException {
    RawWebSocket socket = open(port, room);
    socket.join(name);
    return socket;
  }

  /** A valid request for an upgrade, with more header lines, each of which ends with CR LF. */
  public static String upgradeRequest(int port, String room, String headers) {
    return new String(
        ClientHandshake.request("localhost:" + port, "/v1/rooms/" + room, headers), UTF_8);
  }

  /** Joins, and returns the {@code joined} notice, which has to be the next message. */
  public String join(String name) throws IOException {
    send(Requests.join(name));
    String joined = receiveText();
    assertThat(joined).contains("\"type\":\"joined\"");
    return joined;
  }

  /** The status of the response to the upgrade request. */
  public int status() {
    return Integer.parseInt(responseHead.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  /** The head of the response to the upgrade request. */
  public String responseHead() {
    return responseHead;
  }

  /** Sends a text message. */
  public void send(String text) throws IOException {
    frames.send(text);
  }

  /** Sends a frame; {@code first} is its first byte. */
  public void sendFrame(int first, byte[] payload) throws IOException {
    sendBytes(FrameCodec.encode(first, payload));
  }

  public void sendFrame(int first, String payload) throws IOException {
    sendFrame(first, payload.getBytes(UTF_8));
  }

  public void sendFrame(int first) throws IOException {
    sendFrame(first, "");
  }

  /** Sends bytes as they are. */
  public void sendBytes(byte[] bytes) throws IOException {
    frames.send(bytes);
  }

  /** The next frame, of any kind. */
  public Frame receive() throws IOException {
    return frames.receiveFrame();
  }

  /** The text of the next frame, which has to be a whole text message. */
  public String receiveText() throws IOException {
    Frame frame = receive();
    assertThat(frame.first()).as("FIN and the opcode of a text message").isEqualTo(FIN | TEXT);
    return frame.text();
  }

  /** The texts of all messages up to the one that contains this, joined. Skips other frames. */
  public String receiveUntil(String part) throws IOException {
    StringBuilder texts = new StringBuilder();
    while (texts.indexOf(part) < 0) {
      Frame frame = receive();
      texts.append(frame.opcode() == TEXT ? frame.text() : "");
    }
    return texts.toString();
  }

  /** Sends a ping message (not a ping frame), and returns the next text. */
  public String ping() throws IOException {
    send(Requests.PING);
    return receiveText();
  }

  /** The code of the server's close frame, after any number of other frames. */
  public int awaitClose() throws IOException {
    Frame frame = receive();
    while (frame.opcode() != CLOSE) {
      frame = receive();
    }
    return frame.closeCode();
  }

  /** Waits until the server closes or resets the connection, after any number of bytes. */
  public void awaitDisconnect() throws IOException {
    connection.awaitDisconnect();
  }

  /** Closes the connection with a reset, like a client that vanishes. */
  public void reset() throws IOException {
    connection.reset();
  }

  /** Closes the connection without a close frame. */
  @Override
  public void close() throws IOException {
    connection.close();
  }
}
