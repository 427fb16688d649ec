package dev.parley.server;

import dev.parley.signaling.protocol.PeerKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client over HTTP that does not read what it is answered, unless it is asked to. */
final class RawPeer {
  private final ServerProcess server;
  private final String from;
  private final String room;
  private final String key;
  private final String joined;

  /** Joins, over a connection of its own. */
  RawPeer(ServerProcess server, String from, String room, String key) throws IOException {
    this.server = server;
    this.from = from;
    this.room = room;
    this.key = key;
    this.joined = join();
  }

  private String join() throws IOException {
    return server.answer(
        from,
        request(
            "POST /v1/rooms/" + room + "/peers",
            "{\"type\":\"join\",\"key\":\"%s\"}".formatted(key)));
  }

  boolean isIn() {
    return joined.startsWith("HTTP/1.1 201");
  }

  String path() {
    return "/v1/rooms/" + room + "/peers/" + new PeerKey(key).id();
  }

  /** The number after which its seat hears everything. */
  long seq() {
    return Long.parseLong(joined.replaceAll("(?s).*\"seq\":([0-9]+).*", "$1"));
  }

  /** Polls for so long; the answer is not read. */
  Socket poll(int wait) throws IOException {
    return server.send(
        from, request("GET %s/messages?after=%d&wait=%d".formatted(path(), seq(), wait), ""));
  }

  /** Listens; the stream is not read. */
  Socket stream() throws IOException {
    return server.send(from, request("GET %s/events?after=%d".formatted(path(), seq()), ""));
  }

  /** Posts this, and returns what is answered. */
  String say(String body) throws IOException {
    return server.answer(from, request("POST " + path() + "/messages", body));
  }

  /** A request with its head and body, after which the connection ends. */
  String request(String line, String body) {
    return "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(line, key, body.getBytes(StandardCharsets.UTF_8).length, body);
  }
}
