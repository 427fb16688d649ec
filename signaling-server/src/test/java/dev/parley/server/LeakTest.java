package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.chaos.HeapSnapshot;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import dev.parley.signaling.guard.TokenBucket;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The server keeps no object for a client whose seat and connections have ended in any way. */
class LeakTest {
  private static final int ROUNDS = 5;
  private static final int VISITS_IN_A_ROUND = 600;
  private static final int KINDS_OF_VISITS = 12;
  private static final int MAX_TICKS = 300;
  private static final long TOLERATED_BYTES = 2_000_000;

  /** Everything that the server keeps for a client refers to an object of one of these classes. */
  private static final Set<String> CLASSES_OF_CLIENTS =
      Set.of(RoomName.class.getName(), PeerId.class.getName(), TokenBucket.class.getName());

  @AutoClose private final TestServer server = new TestServer("--trusted-proxies", "127.0.0.1");
  private int visits;

  @Test
  void clientsLeaveNoObjectsBehind() throws IOException {
    HeapSnapshot empty = HeapSnapshot.take();
    runRound(); // creates what the server keeps once
    HeapSnapshot before = awaitNoClients(empty);
    for (int round = 1; round < ROUNDS; round++) {
      runRound();
    }
    HeapSnapshot after = awaitNoClients(empty);
    assertThat(after.growthSince(before)).isEmpty();
    assertThat(after.bytes() - before.bytes()).isLessThan(TOLERATED_BYTES);
  }

  private void runRound() throws IOException {
    for (int i = 0; i < VISITS_IN_A_ROUND; i++) {
      run(new Visit(++visits));
    }
  }

  private HeapSnapshot awaitNoClients(HeapSnapshot empty) {
    HeapSnapshot now = HeapSnapshot.take();
    for (int i = 0; i < MAX_TICKS; i++) {
      server.advance(Duration.ofSeconds(10));
      now = HeapSnapshot.take();
      if (now.growthSince(empty).keySet().stream().noneMatch(CLASSES_OF_CLIENTS::contains)) {
        return now;
      }
    }
    throw new AssertionError("objects left: " + now.growthSince(empty));
  }

  private static void run(Visit visit) throws IOException {
    switch (visit.number % KINDS_OF_VISITS) {
      case 0 -> visit.joinAndLeave();
      case 1 -> visit.joinAndVanish();
      case 2 -> visit.upgradeAndVanish();
      case 3 -> visit.beRefused();
      case 4 -> visit.joinByPostAndLeave();
      case 5 -> visit.postAndVanish();
      case 6 -> visit.streamAndVanish();
      case 7 -> visit.vanishBeforeTheStreamBegins();
      case 8 -> visit.vanishWithinAPoll();
      case 9 -> visit.changeTransport();
      case 10 -> visit.vanishWithinABody();
      default -> visit.postWithoutASeat();
    }
  }

  /** A client that connects once, from an address of its own. Twelve of them share a room. */
  private final class Visit {
    private final int number;
    private final String room;
    private final String name;
    private final String forwardedFor;
    private String peer = "";
    private String ticket = "";

    Visit(int number) {
      this.number = number;
      this.room = "room-" + number / KINDS_OF_VISITS;
      this.name = "client-" + number;
      this.forwardedFor = "X-Forwarded-For: 10.0.%d.%d\r\n".formatted(number / 250, number % 250);
    }

    private RawWebSocket upgrade() throws IOException {
      return RawWebSocket.open(server.port(), room, forwardedFor);
    }

    private RawWebSocket joined() throws IOException {
      RawWebSocket socket = upgrade();
      socket.join(name);
      return socket;
    }

    void joinAndLeave() throws IOException {
      try (var socket = joined()) {
        socket.send("{\"type\":\"leave\",\"id\":1}");
        assertThat(socket.awaitClose()).isEqualTo(1000);
      }
    }

    void joinAndVanish() throws IOException {
      joined().reset();
    }

    void upgradeAndVanish() throws IOException {
      upgrade().reset();
    }

    void beRefused() throws IOException {
      request("GET", "", "Upgrade: websocket\r\nOrigin: https://evil.example\r\n", "").close();
      request("POST", "/peers", "", "{\"type\":\"join\",\"key\":\"too short\"}").close();
    }

    private void joinByPost() throws IOException {
      String response = exchange("POST", "/peers", "", Requests.join(name));
      JsonObject joined =
          JsonParser.parseString(response.substring(response.indexOf('{'))).getAsJsonObject();
      peer = "/peers/" + joined.getAsJsonObject("self").get("id").getAsString();
      ticket = "?ticket=" + joined.get("ticket").getAsString();
    }

    private void post() throws IOException {
      assertThat(
              exchange("POST", peer + "/messages", authorization(), Requests.message(1, "hello")))
          .contains("\"received\":1");
    }

    void joinByPostAndLeave() throws IOException {
      joinByPost();
      post();
      assertThat(exchange("DELETE", peer, authorization(), "")).contains(" 204 ");
    }

    void postAndVanish() throws IOException {
      joinByPost();
      post();
    }

    void streamAndVanish() throws IOException {
      joinByPost();
      try (var stream = request("GET", peer + "/events" + ticket, "", "")) {
        assertThat(stream.read()).isEqualTo('H');
        post();
      }
    }

    void vanishBeforeTheStreamBegins() throws IOException {
      joinByPost();
      request("GET", peer + "/events" + ticket, "", "").reset();
    }

    void vanishWithinAPoll() throws IOException {
      joinByPost();
      request("GET", peer + "/messages" + ticket + "&wait=1", "", "").reset();
    }

    void changeTransport() throws IOException {
      joinByPost();
      try (var stream = request("GET", peer + "/events" + ticket, "", "")) {
        assertThat(stream.read()).isEqualTo('H');
        joined().close();
      }
    }

    void vanishWithinABody() throws IOException {
      request("POST", "/peers", "Content-Length: 99\r\n", "").reset();
    }

    void postWithoutASeat() throws IOException {
      String messages = "/peers/" + new PeerKey(Requests.key(name)).id() + "/messages";
      assertThat(exchange("POST", messages, authorization(), "{\"type\":\"leave\",\"id\":1}"))
          .contains("peer-gone");
    }

    private String authorization() {
      return "Authorization: Bearer " + Requests.key(name) + "\r\n";
    }

    private String exchange(String method, String path, String headers, String body)
        throws IOException {
      try (RawHttpConnection connection = request(method, path, headers, body)) {
        return connection.readToEnd();
      }
    }

    private RawHttpConnection request(String method, String path, String headers, String body)
        throws IOException {
      String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
      return server
          .rawConnection()
          .send(
              "%s /v1/rooms/%s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s%s\r\n%s"
                  .formatted(method, room, path, forwardedFor, headers, length, body));
    }
  }
}
