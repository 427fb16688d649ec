package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of rooms, seats and rosters: a join over them is refused, and existing peers stay. */
class RoomLimitsTest {
  private static final String LONG_DATA = "\"" + "x".repeat(2_000) + "\"";

  enum Transport {
    WEB_SOCKET,
    HTTP;

    /** The error code with the close code or the status. */
    String refusal(String code, int closeCode, int status) {
      return code + " " + (this == WEB_SOCKET ? closeCode : status);
    }
  }

  @ParameterizedTest
  @EnumSource
  void peersOfARoomAreLimited(Transport transport) throws Exception {
    try (var server = new TestServer("--peers-per-room", "2")) {
      var ann = server.peer("one", "ann").join();
      assertThat(join(server, transport, "one", "ben")).isEqualTo("joined");
      assertThat(join(server, transport, "one", "cleo"))
          .isEqualTo(transport.refusal("room-full", 4423, 423));
      assertThat(join(server, transport, "two", "cleo")).isEqualTo("joined");
      assertCanSend(ann);
    }
  }

  @ParameterizedTest
  @EnumSource
  void roomsAreLimited(Transport transport) throws Exception {
    try (var server = new TestServer("--rooms", "2")) {
      var ann = server.peer("one", "ann").join();
      var ben = server.peer("two", "ben").join();
      assertThat(join(server, transport, "three", "cleo"))
          .isEqualTo(transport.refusal("unavailable", 1013, 503));
      assertThat(join(server, transport, "one", "cleo")).isEqualTo("joined");
      assertCanSend(ann);
      ben.leave();
      assertThat(join(server, transport, "three", "cleo")).isEqualTo("joined");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rosterIsLimitedByTheUnsentBytesOfAClient(Transport transport) throws Exception {
    try (var server = new TestServer("--unsent-bytes", "16384")) {
      var ann = server.peer("one", "ann").join();
      String data = ",\"data\":" + LONG_DATA;
      assertThat(join(server, transport, "one", "ben", data)).isEqualTo("joined");
      assertThat(join(server, transport, "one", "cleo", data)).isEqualTo("joined");
      assertThat(join(server, transport, "one", "dan", data)).isEqualTo("joined");
      assertThat(join(server, transport, "one", "eve", data))
          .isEqualTo(transport.refusal("room-full", 4423, 423));
      assertThat(ann.post("{\"type\":\"update\",\"id\":1,\"data\":" + LONG_DATA + "}").body())
          .contains("bad-message", "has no space for this");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rostersOfAllRoomsAreLimitedTogether(Transport transport) throws Exception {
    try (var server = new TestServer("--total-roster-bytes", "14000")) {
      var ann = server.peer("one", "ann").join();
      String data = ",\"data\":" + LONG_DATA;
      var ben = server.peer("two", "ben");
      assertThat(ben.tryToJoin(data).statusCode()).isEqualTo(201);
      assertThat(join(server, transport, "three", "cleo", data)).isEqualTo("joined");
      assertThat(join(server, transport, "one", "dan"))
          .isEqualTo(transport.refusal("unavailable", 1013, 503));
      assertThat(join(server, transport, "four", "dan"))
          .isEqualTo(transport.refusal("unavailable", 1013, 503));
      assertThat(ann.post("{\"type\":\"update\",\"id\":1,\"data\":" + LONG_DATA + "}").body())
          .contains("bad-message", "short of memory for rosters");
      assertThat(ann.post(Requests.message(2)).body()).contains("\"received\":2");
      assertThat(join(server, transport, "one", "ann")).isEqualTo("joined"); // has a seat already
      ben.join().leave();
      assertThat(join(server, transport, "one", "dan")).isEqualTo("joined");
    }
  }

  private static void assertCanSend(HttpPeer peer) throws Exception {
    assertThat(peer.post(Requests.message(1)).body()).contains("\"received\":1");
  }

  private static String join(TestServer server, Transport transport, String room, String name)
      throws Exception {
    return join(server, transport, room, name, "");
  }

  /** Joins, and disconnects. Returns {@code joined}, or the refusal. */
  private static String join(
      TestServer server, Transport transport, String room, String name, String members)
      throws Exception {
    return switch (transport) {
      case WEB_SOCKET -> joinBySocket(server, room, name, members);
      case HTTP -> joinByPost(server, room, name, members);
    };
  }

  private static String joinBySocket(TestServer server, String room, String name, String members)
      throws IOException {
    try (var socket = server.socket(room)) {
      socket.send(Requests.join(name, members));
      JsonObject notice = JsonParser.parseString(socket.receiveText()).getAsJsonObject();
      return notice.has("code")
          ? notice.get("code").getAsString() + " " + socket.awaitClose()
          : notice.get("type").getAsString();
    }
  }

  private static String joinByPost(TestServer server, String room, String name, String members)
      throws Exception {
    HttpResponse<String> response = server.peer(room, name).tryToJoin(members);
    JsonObject notice = JsonParser.parseString(response.body()).getAsJsonObject();
    return notice.has("code")
        ? notice.get("code").getAsString() + " " + response.statusCode()
        : notice.get("type").getAsString();
  }
}
