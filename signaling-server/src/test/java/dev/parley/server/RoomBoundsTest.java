package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many rooms and seats there are: who comes too late is told so, and who is there stays. */
class RoomBoundsTest {
  private static final String LONG_DATA = "\"" + "x".repeat(2_000) + "\"";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int port;

  enum Way {
    WEB_SOCKET,
    HTTP;

    /** The refusal as this way tells it: with a close code, or with a status. */
    String refusal(String code, int closeCode, int status) {
      return code + " " + (this == WEB_SOCKET ? closeCode : status);
    }
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void aRoomHasSoManySeats(Way way) throws Exception {
    try (var stage = new ServerStage("--peers-per-room", "2")) {
      port = stage.port();
      var ann = peer("one", "ann").join();
      assertThat(join(way, "one", "ben")).isEqualTo("joined");
      assertThat(join(way, "one", "cleo")).isEqualTo(way.refusal("room-full", 4423, 423));
      assertThat(join(way, "two", "cleo")).isEqualTo("joined");
      goesOn(ann);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thereAreSoManyRooms(Way way) throws Exception {
    try (var stage = new ServerStage("--rooms", "2")) {
      port = stage.port();
      var ann = peer("one", "ann").join();
      var ben = peer("two", "ben").join();
      assertThat(join(way, "three", "cleo")).isEqualTo(way.refusal("unavailable", 1013, 503));
      assertThat(join(way, "one", "cleo")).isEqualTo("joined");
      goesOn(ann);
      ben.leave();
      assertThat(join(way, "three", "cleo")).isEqualTo("joined");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRosterIsBoundedByWhatMayWaitForOneClient(Way way) throws Exception {
    try (var stage = new ServerStage("--unsent-bytes", "16384")) {
      port = stage.port();
      var ann = peer("one", "ann").join();
      String data = ",\"data\":" + LONG_DATA;
      assertThat(join(way, "one", "ben", data)).isEqualTo("joined");
      assertThat(join(way, "one", "cleo", data)).isEqualTo("joined");
      assertThat(join(way, "one", "dan", data)).isEqualTo("joined");
      assertThat(join(way, "one", "eve", data)).isEqualTo(way.refusal("room-full", 4423, 423));
      assertThat(ann.say("{\"type\":\"update\",\"id\":1,\"data\":" + LONG_DATA + "}").body())
          .contains("bad-message", "no place for so much");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRostersOfAllRoomsAreBoundedTogether(Way way) throws Exception {
    try (var stage = new ServerStage("--total-roster-bytes", "14000")) {
      port = stage.port();
      var ann = peer("one", "ann").join();
      String data = ",\"data\":" + LONG_DATA;
      var ben = peer("two", "ben");
      assertThat(ben.tryToJoin(data).statusCode()).isEqualTo(201);
      assertThat(join(way, "three", "cleo", data)).isEqualTo("joined");
      assertThat(join(way, "one", "dan")).isEqualTo(way.refusal("unavailable", 1013, 503));
      assertThat(join(way, "four", "dan")).isEqualTo(way.refusal("unavailable", 1013, 503));
      assertThat(ann.say("{\"type\":\"update\",\"id\":1,\"data\":" + LONG_DATA + "}").body())
          .contains("bad-message", "short of memory for rosters");
      assertThat(ann.say("{\"type\":\"message\",\"id\":2,\"data\":1}").body())
          .contains("\"received\":2");
      assertThat(join(way, "one", "ann")).isEqualTo("joined"); // whoever is there stays
      ben.join().leave();
      assertThat(join(way, "one", "dan")).isEqualTo("joined");
    }
  }

  private static void goesOn(HttpPeer peer) throws Exception {
    assertThat(peer.say("{\"type\":\"message\",\"id\":1,\"data\":1}").body())
        .contains("\"received\":1");
  }

  private HttpPeer peer(String room, String name) {
    return new HttpPeer(http, port, room, key(name));
  }

  private static String key(String name) {
    return name + "-0123456789abcdefghijk";
  }

  private String join(Way way, String room, String name) throws Exception {
    return join(way, room, name, "");
  }

  /** What comes of it: a seat, which outlives its connection for a while, or the refusal. */
  private String join(Way way, String room, String name, String more) throws Exception {
    return switch (way) {
      case WEB_SOCKET -> joinBySocket(room, name, more);
      case HTTP -> joinByPost(room, name, more);
    };
  }

  private String joinBySocket(String room, String name, String more) throws IOException {
    try (var socket = new RawWebSocket(port, "/v1/rooms/" + room, "")) {
      socket.say("{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(key(name), more));
      JsonObject answer = JsonParser.parseString(socket.next().text()).getAsJsonObject();
      return answer.has("code")
          ? answer.get("code").getAsString() + " " + socket.closeCode()
          : answer.get("type").getAsString();
    }
  }

  private String joinByPost(String room, String name, String more) throws Exception {
    HttpResponse<String> response = peer(room, name).tryToJoin(more);
    JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
    return answer.has("code")
        ? answer.get("code").getAsString() + " " + response.statusCode()
        : answer.get("type").getAsString();
  }
}
