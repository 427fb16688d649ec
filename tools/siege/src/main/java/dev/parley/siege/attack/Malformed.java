package dev.parley.siege.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * A request that no client should send.
 *
 * @param what a description that can begin a sentence
 * @param answer what the server must answer
 */
record Malformed(String what, String text, Must answer) {
  /** Which answers are right. */
  enum Must {
    /** An error with a body. */
    BE_REFUSED,
    /** Anything, but an error has a body. */
    BE_ANSWERED,
    /** Anything or nothing: it is not HTTP. */
    DO_NO_HARM
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

  static List<Malformed> all() {
    List<Malformed> all = new ArrayList<>();
    upgrades(all);
    heads(all);
    bodies(all);
    return all;
  }

  private static void upgrades(List<Malformed> all) {
    all.add(refused("An upgrade with two keys", UPGRADE + KEY + KEY + "\n"));
    all.add(refused("An upgrade with a body", UPGRADE + KEY + "Content-Length: 5\n\nhello"));
    all.add(
        refused(
            "An upgrade with a chunked body",
            UPGRADE + KEY + "Transfer-Encoding: chunked\n\n0\n\n"));
    all.add(refused("An upgrade without a key", UPGRADE + "\n"));
    all.add(refused("An upgrade with a short key", UPGRADE + "Sec-WebSocket-Key: YWJj\n\n"));
    all.add(refused("An upgrade to version 12", (UPGRADE + KEY + "\n").replace("13", "12")));
    all.add(refused("An upgrade by POST", (UPGRADE + KEY + "\n").replace("GET", "POST")));
    all.add(
        refused(
            "An upgrade to another subprotocol",
            UPGRADE + KEY + "Sec-WebSocket-Protocol: mqtt\n\n"));
  }

  private static void heads(List<Malformed> all) {
    all.add(refused("An empty Host", "GET /healthz HTTP/1.1\nHost:\n\n"));
    all.add(refused("A missing Host", "GET /healthz HTTP/1.1\n\n"));
    all.add(refused("Two Hosts", get("/healthz", "Host: other\n")));
    all.add(refused("A path with %zz", get("/v1/rooms/%zz", "")));
    all.add(refused("A poll with %zz", get("/v1/rooms/a/peers/b/messages?after=%zz", "")));
    all.add(answered("A page with %zz in its query", get("/?a=%zz", "")));
    all.add(answered("A page with 17 parameters", get("/?" + "a=1&".repeat(17), "")));
    all.add(
        refused(
            "A poll with 17 parameters",
            get("/v1/rooms/a/peers/b/messages?" + "a=1&".repeat(17), "")));
    all.add(answered("A page with a bar and braces in its query", get("/?a=x|y{b}", "")));
    all.add(refused("A header of 20 KB", get("/healthz", "X: " + "x".repeat(20_000) + "\n")));
    all.add(refused("100 headers", get("/healthz", "X: x\n".repeat(100))));
    all.add(refused("A URL of 20 KB", get("/" + "x".repeat(20_000), "")));
    all.add(refused("A space before a colon", get("/healthz", "X : x\n")));
    all.add(refused("A NUL in a header", get("/healthz", "X: a\0b\n")));
    all.add(refused("An unknown method", get("/v1/rooms/a", "").replace("GET", "BREW")));
    all.add(answered("HTTP/3.7", get("/healthz", "").replace("1.1", "3.7")));
    all.add(refused("A room's name of 129 characters", get("/v1/rooms/" + "x".repeat(129), "")));
    all.add(refused("A slash in a room's name", get("/v1/rooms/a%2Fb", "")));
    all.add(noise("A client hello of TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc"));
    all.add(noise("Bytes that mean nothing", "\u0000\u00ff\u00fe\n\n".repeat(50)));
  }

  private static void bodies(List<Malformed> all) {
    all.add(refused("A negative length", post("Content-Length: -1\n\n")));
    all.add(refused("A length that is no number", post("Content-Length: 0x10\n\n")));
    all.add(refused("Two lengths", post("Content-Length: 2\nContent-Length: 3\n\n{}")));
    all.add(
        refused(
            "A length and chunks",
            post("Content-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n")));
    all.add(refused("An unknown coding", post("Transfer-Encoding: gzip\n\n{}")));
    all.add(refused("A chunk of zz bytes", post("Transfer-Encoding: chunked\n\nzz\n")));
    all.add(
        refused(
            "Chunks beyond every limit",
            post("Transfer-Encoding: chunked\n\n200000\n" + "x".repeat(0x200000) + "\n0\n\n")));
    all.add(refused("A join without a body", body("")));
    all.add(refused("A join that is no JSON", body("{\"type\":\"join\"")));
    all.add(refused("A join that is an array", body("[]")));
    all.add(refused("A join that is not UTF-8", body("{\"type\":\"join\",\"key\":\"\u00ff\"}")));
    all.add(refused("A join that is nested deep", body("[".repeat(8_000))));
    all.add(refused("A join with a huge number", body("{\"after\":" + "9".repeat(8_000) + "}")));
    all.add(refused("A join with a type twice", body("{\"type\":\"join\",\"type\":\"join\"}")));
  }

  private static Malformed refused(String what, String text) {
    return new Malformed(what, text.replace("\n", "\r\n"), Must.BE_REFUSED);
  }

  /** Well-formed in a lenient reading. */
  private static Malformed answered(String what, String text) {
    return new Malformed(what, text.replace("\n", "\r\n"), Must.BE_ANSWERED);
  }

  private static Malformed noise(String what, String bytes) {
    return new Malformed(what, bytes, Must.DO_NO_HARM);
  }

  private static String get(String path, String headers) {
    return "GET %s HTTP/1.1\nHost: localhost\n%s\n".formatted(path, headers);
  }

  private static String post(String rest) {
    return Texts.post("/v1/rooms/siege/peers") + rest;
  }

  private static String body(String body) {
    return post("Content-Length: %d\n\n%s".formatted(body.length(), body));
  }
}
