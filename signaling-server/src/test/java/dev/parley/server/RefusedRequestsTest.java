package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no request, or comes too often, is answered with a problem; what browsers send is not.
 */
class RefusedRequestsTest {
  private final ServerStage stage =
      new ServerStage("--messages-per-second", "1", "--join-timeout", "3600");
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    http.shutdownNow();
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/r/standup?a=x|y",
        "/r/standup?a={b}",
        "/r/standup?a=\"<>^`\\",
        "/r/stand|up",
        "/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=1&k=2&l=3&m=4&n=5&o=6&p=7&q=8",
        "/?=&&&a==b&%20=+"
      })
  void aPageIsServedWhateverStandsInItsQuery(String path) throws IOException {
    assertThat(answer("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("<!doctype html>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET /%zz HTTP/1.1; 400",
        "GET /?a=%z HTTP/1.1; 400",
        "GET /v1/rooms/%FF HTTP/1.1; 400",
        "GET /v1/rooms/a%2Fb HTTP/1.1; 400",
        "GET /ui/%C0%AE HTTP/1.1; 400",
        "GET nothing HTTP/1.1; 400",
        "GET / HTTP/one; 400",
        "nonsense; 400"
      })
  void aRequestThatIsNoneHasAProblemForAnswer(String line, int status) throws IOException {
    String upgrade =
        """
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        """;
    String fields = line.contains("rooms") ? upgrade : "Connection: close\r\n";
    try (Socket socket = send(line + "\r\nHost: x\r\n" + fields + "\r\n")) {
      assertProblem(head(socket), status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host:\r\n", "Host: a\r\nHost: b\r\n", "Host: a:b\r\n"})
  void soHasOneThatDoesNotNameItsServer(String host) throws IOException {
    assertProblem(answer("GET / HTTP/1.1\r\n" + host + "\r\n"), 400);
  }

  @Test
  void soHasOneWithTooManyParametersOrHeaders() throws IOException {
    assertProblem(answer("GET /?" + "a=1&".repeat(101) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    assertProblem(answer("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(70) + "\r\n"), 400);
  }

  @Test
  void aHeadThatIsTooLongIsSaidToBeThat() throws IOException {
    assertProblem(
        answer("GET / HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(20_000) + "\r\n\r\n"), 431);
  }

  @Test
  void aRoomMayBeWrittenInAnyWay() throws Exception {
    String join = "{\"type\":\"join\",\"key\":\"ann-0123456789abcdefghi\"}";
    assertThat(answer(post("/v1/rooms/%73tand%75p/peers", join)))
        .startsWith("HTTP/1.1 201")
        .contains("Location: /v1/rooms/standup/peers/");
  }

  @Test
  void aClientThatAsksWhetherToGoOnIsToldSoOnceItIsLetIn() throws Exception {
    String join = "{\"type\":\"join\",\"key\":\"ann-0123456789abcdefghi\"}";
    String head =
        """
        POST /v1/rooms/polite/peers HTTP/1.1\r
        Host: x\r
        Expect: 100-continue\r
        Connection: close\r
        Content-Length: %d\r
        \r
        """;
    try (Socket socket = send(head.formatted(join.length()))) {
      assertThat(head(socket)).startsWith("HTTP/1.1 100");
      socket.getOutputStream().write(join.getBytes(StandardCharsets.US_ASCII));
      assertThat(head(socket)).startsWith("HTTP/1.1 201");
    }
    try (Socket socket = send(head.formatted(1 << 30))) {
      assertThat(head(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void wrongKeysAreThrottledAndTheRightOneIsNot() throws Exception {
    var ann = new HttpPeer(http, stage.port(), "keys", "ann-0123456789abcdefghi").join();
    String wrong = post(ann.self().getPath() + "/messages?ticket=x", "{}");
    String last = "";
    for (int i = 0; i <= 100; i++) {
      last = answer(wrong);
    }
    assertThat(last).startsWith("HTTP/1.1 429").contains("\"rate-limited\"", "Retry-After: 1");
    assertThat(ann.poll(ann.seq(), 0).statusCode()).isEqualTo(200);
    stage.advance(Duration.ofSeconds(1));
    assertThat(answer(wrong)).startsWith("HTTP/1.1 401");
  }

  @Test
  void aPeerPollsAsOftenAsItMayPost() throws Exception {
    var ann = new HttpPeer(http, stage.port(), "polls", "ann-0123456789abcdefghi").join();
    for (int i = 0; i < 10; i++) {
      assertThat(ann.poll(ann.seq(), 0).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> refused = ann.poll(ann.seq(), 0);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    stage.advance(Duration.ofSeconds(1));
    assertThat(ann.poll(ann.seq(), 0).statusCode()).isEqualTo(200);
  }

  /** What comes in one packet with the upgrade is not the next request, and what follows is not. */
  @Test
  void aMessageMayComeWithTheUpgradeAndManyBehindIt() throws Exception {
    String ping = "{\"type\":\"ping\"" + " ".repeat(60_000) + "}";
    String frame = "\u0081\u0080\0\0\0\0"; // an empty text, under a mask that changes nothing
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), stage.port());
        var socket = RawWebSocket.over(connection, "early", frame)) {
      assertThat(socket.next().text()).contains("bad-message");
      stage.advance(Duration.ofSeconds(5));
      for (int i = 0; i < 200; i++) {
        socket.say(ping);
        stage.advance(Duration.ofSeconds(1));
        assertThat(socket.next().text()).contains("pong");
      }
    }
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json")
        .contains("\"status\":" + status);
  }

  private static String post(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  private Socket send(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port());
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private String answer(String request) throws IOException {
    try (Socket socket = send(request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** One head, with the body behind it that its length tells of. */
  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as(head.toString()).isNotNegative();
      head.append((char) next);
    }
    String length = head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1");
    int bytes = length.matches("[0-9]+") ? Integer.parseInt(length) : 0;
    return head + new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
  }
}
