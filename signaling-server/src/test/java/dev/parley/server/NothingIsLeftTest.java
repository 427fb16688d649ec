package dev.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.chaos.Census;
import dev.parley.signaling.guard.Rate;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that is kept for a client outlives its seat and its connections, however they end. */
class NothingIsLeftTest {
  private static final int ROUNDS = 5;
  private static final int GUESTS_IN_A_ROUND = 600;
  private static final int WAYS = 12;
  private static final int PATIENCE = 300;
  private static final long SOME_BYTES = 2_000_000;

  /** Whatever is kept for a client holds one of these. */
  private static final Set<String> OF_A_CLIENT =
      Set.of(RoomName.class.getName(), PeerId.class.getName(), Rate.class.getName());

  private final ServerStage stage = new ServerStage("--trusted-proxies", "127.0.0.1");
  private int guests;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void connectionsOfAllKindsLeaveNothing() throws IOException {
    Census empty = Census.take();
    playRound(); // what is made once
    Census before = onceAllHaveGone(empty);
    for (int round = 1; round < ROUNDS; round++) {
      playRound();
    }
    Census after = onceAllHaveGone(empty);
    assertThat(after.moreThan(before)).isEmpty();
    assertThat(after.bytes() - before.bytes()).isLessThan(SOME_BYTES);
  }

  private void playRound() throws IOException {
    for (int i = 0; i < GUESTS_IN_A_ROUND; i++) {
      comeAndGo(new Guest(++guests));
    }
  }

  private Census onceAllHaveGone(Census empty) {
    Census now = Census.take();
    for (int i = 0; i < PATIENCE; i++) {
      stage.advance(Duration.ofSeconds(10));
      now = Census.take();
      if (now.moreThan(empty).keySet().stream().noneMatch(OF_A_CLIENT::contains)) {
        return now;
      }
    }
    throw new AssertionError("what is left: " + now.moreThan(empty));
  }

  private static void comeAndGo(Guest guest) throws IOException {
    switch (guest.number % WAYS) {
      case 0 -> guest.joinAndLeave();
      case 1 -> guest.joinAndVanish();
      case 2 -> guest.upgradeAndVanish();
      case 3 -> guest.beRefused();
      case 4 -> guest.joinByPostAndLeave();
      case 5 -> guest.postAndVanish();
      case 6 -> guest.listenAndVanish();
      case 7 -> guest.vanishBeforeTheStreamBegins();
      case 8 -> guest.vanishWithinAPoll();
      case 9 -> guest.changeTransport();
      case 10 -> guest.vanishWithinABody();
      default -> guest.postWithoutASeat();
    }
  }

  /** Somebody who comes once, from an address and in a way of their own. */
  private final class Guest {
    private final int number;
    private final String room;
    private final String key;
    private final String headers;
    private String peer = "";
    private String ticket = "";

    Guest(int number) {
      this.number = number;
      this.room = "/v1/rooms/room-" + number / WAYS;
      this.key = "key-of-guest-number-%06d".formatted(number);
      this.headers = "X-Forwarded-For: 10.0.%d.%d\r\n".formatted(number / 250, number % 250);
    }

    private RawWebSocket upgrade() throws IOException {
      return new RawWebSocket(stage.port(), room, headers);
    }

    private RawWebSocket joined() throws IOException {
      RawWebSocket socket = upgrade();
      socket.say(join());
      assertThat(socket.next().text()).contains("joined");
      return socket;
    }

    private String join() {
      return "{\"type\":\"join\",\"key\":\"%s\"}".formatted(key);
    }

    void joinAndLeave() throws IOException {
      try (var socket = joined()) {
        socket.say("{\"type\":\"leave\",\"id\":1}");
        assertThat(socket.closeCode()).isEqualTo(1000);
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
      String answer = answer(request("POST", "/peers", "", join()));
      JsonObject joined =
          JsonParser.parseString(answer.substring(answer.indexOf('{'))).getAsJsonObject();
      peer = "/peers/" + joined.getAsJsonObject("self").get("id").getAsString();
      ticket = "?ticket=" + joined.get("ticket").getAsString();
    }

    private void post() throws IOException {
      String message = "{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}";
      assertThat(answer(request("POST", peer + "/messages", bearer(), message)))
          .contains("\"received\":1");
    }

    void joinByPostAndLeave() throws IOException {
      joinByPost();
      post();
      assertThat(answer(request("DELETE", peer, bearer(), ""))).contains(" 204 ");
    }

    void postAndVanish() throws IOException {
      joinByPost();
      post();
    }

    void listenAndVanish() throws IOException {
      joinByPost();
      try (var stream = request("GET", peer + "/events" + ticket, "", "")) {
        assertThat(stream.getInputStream().read()).isEqualTo('H');
        post();
      }
    }

    void vanishBeforeTheStreamBegins() throws IOException {
      joinByPost();
      reset(request("GET", peer + "/events" + ticket, "", ""));
    }

    void vanishWithinAPoll() throws IOException {
      joinByPost();
      reset(request("GET", peer + "/messages" + ticket + "&wait=1", "", ""));
    }

    void changeTransport() throws IOException {
      joinByPost();
      try (var stream = request("GET", peer + "/events" + ticket, "", "")) {
        assertThat(stream.getInputStream().read()).isEqualTo('H');
        joined().close();
      }
    }

    void vanishWithinABody() throws IOException {
      reset(request("POST", "/peers", "Content-Length: 99\r\n", ""));
    }

    void postWithoutASeat() throws IOException {
      String messages = "/peers/" + new PeerKey(key).id() + "/messages";
      assertThat(answer(request("POST", messages, bearer(), "{\"type\":\"leave\",\"id\":1}")))
          .contains("peer-gone");
    }

    private String bearer() {
      return "Authorization: Bearer " + key + "\r\n";
    }

    private Socket request(String method, String path, String more, String body)
        throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port());
      String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
      String head =
          String.join(
              "\r\n",
              List.of(
                  method + " " + room + path + " HTTP/1.1",
                  "Host: localhost",
                  "Connection: close"));
      socket
          .getOutputStream()
          .write((head + "\r\n" + headers + more + length + "\r\n" + body).getBytes(UTF_8));
      return socket;
    }

    private static String answer(Socket socket) throws IOException {
      try (socket) {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      }
    }

    private static void reset(Socket socket) throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
