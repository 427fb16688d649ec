package dev.parley.server.support;

import dev.parley.signaling.protocol.PeerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A peer over HTTP that need not read its responses. It opens a connection for each request. */
public final class RawHttpPeer {
  private final ServerProcess server;
  private final String localAddress;
  private final String room;
  private final String name;
  private final String joinResponse;

  /** Tries to join from a loopback address. */
  public RawHttpPeer(ServerProcess server, String localAddress, String room, String name)
      throws IOException {
    this.server = server;
    this.localAddress = localAddress;
    this.room = room;
    this.name = name;
    this.joinResponse =
        server.exchange(
            localAddress, request("POST /v1/rooms/" + room + "/peers", Requests.join(name)));
  }

  public boolean hasJoined() {
    return joinResponse.startsWith("HTTP/1.1 201");
  }

  public String path() {
    return "/v1/rooms/" + room + "/peers/" + new PeerKey(Requests.key(name)).id();
  }

  /** The number of the last event before the seat. */
  public long seq() {
    return Long.parseLong(joinResponse.replaceAll("(?s).*\"seq\":([0-9]+).*", "$1"));
  }

  /** Polls; nobody reads the response. */
  public RawHttpConnection poll(int waitSeconds) throws IOException {
    return send("GET %s/messages?after=%d&wait=%d".formatted(path(), seq(), waitSeconds));
  }

  /** Opens an event stream, which nobody reads. */
  public RawHttpConnection stream() throws IOException {
    return send("GET %s/events?after=%d".formatted(path(), seq()));
  }

  private RawHttpConnection send(String requestLine) throws IOException {
    return server.connect(localAddress).send(request(requestLine, ""));
  }

  /** Posts a request, and returns the response. */
  public String post(String body) throws IOException {
    return server.exchange(localAddress, request("POST " + path() + "/messages", body));
  }

  /** A request, after which the server closes the connection. */
  public String request(String methodAndPath, String body) {
    return "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(
            methodAndPath, Requests.key(name), body.getBytes(StandardCharsets.UTF_8).length, body);
  }
}
