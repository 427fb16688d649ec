package dev.parley.siege.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * A request that a correct client does not send.
 *
 * @param description can begin a sentence
 * @param expected what the server must do
 */
record MalformedRequest(String description, String text, Expected expected) {

  enum Expected {
    /** An error with a body. */
    ERROR,
    /** Any response; an error has a body. */
    RESPONSE,
    /** Any response or none, because the request is not HTTP. */
    ANYTHING
  }

  private static final String UPGRADE =
      """
      GET /v1/rooms/siege HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      """;
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";

  static List<MalformedRequest> all() {
    List<MalformedRequest> all = new ArrayList<>();
    upgrades(all);
    heads(all);
    bodies(all);
    return all;
  }

  private static void upgrades(List<MalformedRequest> all) {
    all.add(error("An upgrade with two keys", UPGRADE + KEY + KEY + "\n"));
    all.add(error("An upgrade with a body", UPGRADE + KEY + "Content-Length: 5\n\nhello"));
    all.add(
        error(
            "An upgrade with a chunked body",
            UPGRADE + KEY + "Transfer-Encoding: chunked\n\n0\n\n"));
    all.add(error("An upgrade without a key", UPGRADE + "\n"));
    all.add(error("An upgrade with a short key", UPGRADE + "Sec-WebSocket-Key: YWJj\n\n"));
    all.add(error("An upgrade to version 12", (UPGRADE + KEY + "\n").replace("13", "12")));
    all.add(error("An upgrade by POST", (UPGRADE + KEY + "\n").replace("GET", "POST")));
    all.add(
        error(
            "An upgrade to another subprotocol",
            UPGRADE + KEY + "Sec-WebSocket-Protocol: mqtt\n\n"));
  }

  private static void heads(List<MalformedRequest> all) {
    all.add(error("An empty Host", "GET /healthz HTTP/1.1\nHost:\n\n"));
    all.add(error("A missing Host", "GET /healthz HTTP/1.1\n\n"));
    all.add(error("Two Hosts", get("/healthz", "Host: other\n")));
    all.add(error("A path with %zz", get("/v1/rooms/%zz", "")));
    all.add(error("A poll with %zz", get("/v1/rooms/a/peers/b/messages?after=%zz", "")));
    all.add(response("A page with %zz in its query", get("/?a=%zz", "")));
    all.add(response("A page with 17 parameters", get("/?" + "a=1&".repeat(17), "")));
    all.add(
        error(
            "A poll with 17 parameters",
            get("/v1/rooms/a/peers/b/messages?" + "a=1&".repeat(17), "")));
    all.add(response("A page with a bar and braces in its query", get("/?a=x|y{b}", "")));
    all.add(error("A header of 20 KB", get("/healthz", "X: " + "x".repeat(20_000) + "\n")));
    all.add(error("100 headers", get("/healthz", "X: x\n".repeat(100))));
    all.add(error("A URL of 20 KB", get("/" + "x".repeat(20_000), "")));
    all.add(error("A space before a colon", get("/healthz", "X : x\n")));
    all.add(error("A NUL in a header", get("/healthz", "X: a\0b\n")));
    all.add(error("An unknown method", get("/v1/rooms/a", "").replace("GET", "BREW")));
    all.add(response("HTTP/3.7", get("/healthz", "").replace("1.1", "3.7")));
    all.add(error("A room's name of 129 characters", get("/v1/rooms/" + "x".repeat(129), "")));
    all.add(error("A slash in a room's name", get("/v1/rooms/a%2Fb", "")));
    all.add(notHttp("A TLS client hello", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc"));
    all.add(notHttp("Random bytes", "\u0000\u00ff\u00fe\n\n".repeat(50)));
  }

  private static void bodies(List<MalformedRequest> all) {
    all.add(error("A negative length", post("Content-Length: -1\n\n")));
    all.add(error("A length that is not a number", post("Content-Length: 0x10\n\n")));
    all.add(error("Two lengths", post("Content-Length: 2\nContent-Length: 3\n\n{}")));
    all.add(
        error(
            "A length and chunks",
            post("Content-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n")));
    all.add(error("An unknown coding", post("Transfer-Encoding: gzip\n\n{}")));
    all.add(error("A chunk of zz bytes", post("Transfer-Encoding: chunked\n\nzz\n")));
    all.add(
        error(
            "Chunks longer than every limit",
            post("Transfer-Encoding: chunked\n\n200000\n" + "x".repeat(0x200000) + "\n0\n\n")));
    all.add(error("A join without a body", body("")));
    all.add(error("A join that is not JSON", body("{\"type\":\"join\"")));
    all.add(error("A join that is an array", body("[]")));
    all.add(error("A join that is not UTF-8", body("{\"type\":\"join\",\"key\":\"\u00ff\"}")));
    all.add(error("A deeply nested join", body("[".repeat(8_000))));
    all.add(error("A join with a huge number", body("{\"after\":" + "9".repeat(8_000) + "}")));
    all.add(error("A join with a type twice", body("{\"type\":\"join\",\"type\":\"join\"}")));
  }

  private static MalformedRequest error(String description, String text) {
    return new MalformedRequest(description, text.replace("\n", "\r\n"), Expected.ERROR);
  }

  /** A lenient parser may accept it. */
  private static MalformedRequest response(String description, String text) {
    return new MalformedRequest(description, text.replace("\n", "\r\n"), Expected.RESPONSE);
  }

  private static MalformedRequest notHttp(String description, String bytes) {
    return new MalformedRequest(description, bytes, Expected.ANYTHING);
  }

  private static String get(String path, String headers) {
    return "GET %s HTTP/1.1\nHost: localhost\n%s\n".formatted(path, headers);
  }

  private static String post(String rest) {
    return UnfinishedRequests.post("/v1/rooms/siege/peers") + rest;
  }

  private static String body(String body) {
    return post("Content-Length: %d\n\n%s".formatted(body.length(), body));
  }
}
