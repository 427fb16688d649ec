package dev.parley.siege.attack;

import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;
import dev.parley.client.FrameCodec;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;

/** Makes a server keep one message for many who do not read it. */
final class UnreadBroadcasts implements Attack {
  private static final int LISTENERS = 300;
  private static final int AT_ONCE = 8;
  private static final int PAUSE_MILLIS = 100;
  private static final String DATA = Texts.filling(60_000);
  private static final byte[] PONG = FrameCodec.encode(0x8A, new byte[0]);

  @Override
  public String name() {
    return "unread-broadcasts";
  }

  @Override
  public String line() {
    return "Large messages to everybody in a room where 300 WebSockets do not read.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    String room = attacker.fresh("broadcast");
    attacker.crowd(
        LISTENERS + 1,
        client -> {
          if (client == LISTENERS) {
            speak(attacker, room);
          } else {
            listen(attacker, room, client);
          }
        });
  }

  private static void speak(Attacker attacker, String room) throws IOException {
    try (AttackConnection connection = attacker.connect(0)) {
      HttpRequests requests = new HttpRequests(room, attacker.fresh("key-0123456789abcdef01"));
      Seat seat = Seat.of(connection.join(room, requests.key(), ""));
      for (long id = 1; !attacker.isOver() && connection.isUsable(); id += AT_ONCE) {
        connection.post(requests, seat, Texts.messages(id, AT_ONCE, DATA));
        attacker.pause(PAUSE_MILLIS);
      }
    }
  }

  private static void listen(Attacker attacker, String room, int client) throws IOException {
    try (AttackConnection connection = attacker.connectUnread(client)) {
      WebSocketConnection socket = connection.enter(room, attacker.fresh("key-0123456789abcdef01"));
      while (!attacker.isOver()) {
        attacker.pause(1_000);
        socket.send(PONG);
      }
    }
  }
}
