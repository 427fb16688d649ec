package dev.parley.websocket;

import static dev.parley.websocket.Opcode.CLOSE;
import static dev.parley.websocket.Opcode.PING;
import static dev.parley.websocket.Wire.FIN;
import static dev.parley.websocket.Wire.frame;
import static dev.parley.websocket.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server's side can do, and what its receiver is told. */
@ParameterizedClass(name = "TLS: {0}")
@ValueSource(booleans = {false, true})
class WebSocketTest {
  private final Recorder.Lines lines = new Recorder.Lines();
  private final boolean secure;

  WebSocketTest(boolean secure) {
    this.secure = secure;
  }

  private WebSocketServer server(BiConsumer<WebSocket, String> act) {
    return new WebSocketServer(
        0, secure ? Certificate.showing() : null, new Limits(1_000, 10), lines.acting(act));
  }

  @Test
  void messagesThatAreSentTogetherComeOneByOne() throws Exception {
    BiConsumer<WebSocket, String> act =
        (socket, _) ->
            socket.send(List.of(utf8("one"), utf8(""), utf8("three")), () -> lines.add("sent"));
    try (var server = server(act);
        var peer = new Peer(server)) {
      peer.send(Wire.text("go"));
      peer.hears("one");
      peer.hears("");
      peer.hears("three");
      lines.next("heard");
      lines.next("go");
      lines.next("sent");
    }
  }

  @Test
  void oneReadIsOneSignOfLife() throws Exception {
    try (var server = server((_, _) -> {});
        var peer = new Peer(server)) {
      peer.send(Wire.text("a"), Wire.text("b"), frame(FIN | PING, Wire.bytes()));
      peer.hears(Opcode.PONG, Wire.bytes());
      lines.next("heard");
      lines.next("a");
      lines.next("b");
      lines.isEmpty();
    }
  }

  @Test
  void whatIsDoneSoonIsDoneAfterAllThatWasRead() throws Exception {
    BiConsumer<WebSocket, String> act =
        (socket, text) -> socket.soon(() -> lines.add("after " + text));
    try (var server = server(act);
        var peer = new Peer(server)) {
      peer.send(Wire.text("a"), Wire.text("b"));
      lines.next("heard");
      lines.next("a");
      lines.next("b");
      lines.next("after a");
      lines.next("after b");
    }
  }

  @Test
  void anotherThreadHandsItsTasksOver() throws Exception {
    BiConsumer<WebSocket, String> act =
        (socket, _) ->
            Thread.ofVirtual()
                .start(() -> socket.soon(() -> socket.send(List.of(utf8("soon")), () -> {})));
    try (var server = server(act);
        var peer = new Peer(server)) {
      peer.send(Wire.text("go"));
      peer.hears("soon");
    }
  }

  @Test
  void aPingIsAQuestion() throws Exception {
    try (var server = server((socket, _) -> socket.ping());
        var peer = new Peer(server)) {
      peer.send(Wire.text("go"));
      peer.hears(PING, Wire.bytes());
    }
  }

  @Test
  void aCloseComesAfterWhatWasSentAndEndsWithThePeersOwn() throws Exception {
    BiConsumer<WebSocket, String> act =
        (socket, _) -> {
          socket.send(List.of(utf8("last")), () -> lines.add("sent"));
          socket.close(4001);
          socket.send(List.of(utf8("too late")), () -> lines.add("never"));
          socket.ping();
          socket.close(4002);
        };
    try (var server = server(act);
        var peer = new Peer(server)) {
      peer.send(Wire.text("go"));
      peer.hears("last");
      peer.hears(CLOSE, Wire.bytes(4001 >> 8, 4001));
      peer.send(Wire.text("on its way"), frame(FIN | PING, Wire.bytes()), Wire.close(4001));
      peer.hearsTheEnd();
      lines.next("heard");
      lines.next("go");
      lines.next("sent");
      lines.next("heard");
      lines.next("closed 4001");
      lines.isEmpty();
    }
  }

  @Test
  void aMistakeAfterOurCloseEndsTheConnection() throws Exception {
    try (var server = server((socket, _) -> socket.close(1000));
        var peer = new Peer(server)) {
      peer.send(Wire.text("go"));
      peer.hears(CLOSE, Wire.bytes(1000 >> 8, 1000));
      peer.send(Wire.bytes(0xFF, 0xFF));
      peer.hearsTheEnd();
      lines.next("heard");
      lines.next("go");
      lines.next("heard");
      lines.next("closed 1002");
      lines.isEmpty(); // we have ended our direction, and read on until the peer ends its own
      peer.endsItsDirection();
    }
  }

  @Test
  void aCutIsSudden() throws Exception {
    BiConsumer<WebSocket, String> act =
        (socket, _) -> {
          socket.cut();
          socket.send(List.of(utf8("too late")), () -> lines.add("never"));
          socket.close(1000);
          socket.cut();
        };
    try (var server = server(act);
        var peer = new Peer(server)) {
      peer.send(Wire.text("go"), Wire.text("not heard"));
      assertThat(peer.ends()).isTrue();
      lines.next("heard");
      lines.next("go");
      lines.next("closed 1006");
      lines.isEmpty();
    }
  }

  @Test
  void thePeersCodeIsTold() throws Exception {
    try (var server = server((_, _) -> {})) {
      try (var peer = new Peer(server, Wire.close(4321))) {
        peer.hearsClose(4321);
      }
      lines.next("heard");
      lines.next("closed 4321");
      try (var peer = new Peer(server, frame(FIN | CLOSE, Wire.bytes()))) {
        peer.hears(CLOSE, Wire.bytes());
      }
      lines.next("heard");
      lines.next("closed 1005");
      lines.isEmpty();
    }
  }

  @Test
  void ourCodeIsToldWhenThePeerMadeAMistake() throws Exception {
    try (var server = server((_, _) -> {})) {
      try (var peer = new Peer(server, frame(FIN | Opcode.TEXT, new byte[1_001]))) {
        peer.hearsClose(1009);
      }
      lines.next("heard");
      lines.next("closed 1009");
      lines.isEmpty();
    }
  }

  @Test
  void aConnectionThatBreaksIsToldOnce() throws Exception {
    try (var server = server((_, _) -> {})) {
      try (var peer = new Peer(server, Wire.text("a"))) {
        lines.next("heard");
        lines.next("a");
        peer.breaks();
      }
      lines.next("closed 1006");
      lines.isEmpty();
    }
  }

  @Test
  void aServerThatStopsTellsEveryReceiver() throws Exception {
    try (var server = server((_, _) -> {});
        var peer = new Peer(server, Wire.text("a"))) {
      lines.next("heard");
      lines.next("a");
      server.stop();
      lines.next("closed 1006");
      assertThat(peer.ends()).isTrue();
    }
  }
}
