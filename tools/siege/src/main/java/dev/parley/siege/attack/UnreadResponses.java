package dev.parley.siege.attack;

import dev.parley.client.FrameCodec;
import dev.parley.client.Opcode;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Attacks by clients that make the server keep bytes which they do not read, or do not finish. */
final class UnreadResponses {
  private static final byte[] PING = frame(Opcode.FIN | Opcode.PING, 125);
  private static final byte[] PONG = frame(Opcode.FIN | Opcode.PONG, 0);
  private static final byte[] TEXT = frame(Opcode.FIN | Opcode.TEXT, 65_536);
  private static final byte[] FIRST_FRAGMENT = frame(Opcode.TEXT, 21_000);
  private static final byte[] NEXT_FRAGMENT = frame(Opcode.CONTINUATION, 21_000);
  private static final String LARGE_DATA = "x".repeat(60_000);
  private static final String SEAT_DATA = "x".repeat(8_000);
  private static final String UNSENT_BYTES_PROMISE =
      "Unsent bytes fit `total-unsent-bytes`, half of it for one address; a client that reads"
          + " nothing is cut off after 5 seconds.";

  static final List<Attack> ALL =
      List.of(
          new Attack(
              "unread-polls",
              "150 connections request the same poll over a full log and do not read the response.",
              UNSENT_BYTES_PROMISE,
              attacker -> {
                FullRoom room = FullRoom.ofLargeMessages(attacker, 1);
                attacker.repeatUnread(
                    150, (connection, _) -> askAndHold(attacker, connection, room.seat(0).poll()));
              }),
          new Attack(
              "unread-streams",
              "200 clients open an event stream over a full log and do not read it.",
              UNSENT_BYTES_PROMISE,
              attacker -> {
                FullRoom room = FullRoom.ofLargeMessages(attacker, 200);
                attacker.repeatUnread(
                    200,
                    (connection, client) ->
                        askAndHold(attacker, connection, room.seat(client).stream()));
              }),
          new Attack(
              "unread-joins",
              "1,500 connections join a room with a long roster and do not read the response.",
              "Joins of one address use at most a quarter of `total-unsent-bytes`.",
              UnreadResponses::joinUnread),
          new Attack(
              "unread-sockets",
              "400 clients resume over a log of 30,000 messages on one WebSocket after another,"
                  + " read nothing, and send pongs.",
              "A client that answers pings but reads nothing is disconnected; its events wait in"
                  + " the log.",
              attacker -> {
                FullRoom room = FullRoom.ofSmallMessages(attacker, 400);
                attacker.crowd(400, client -> resumeUnread(attacker, room, client));
              }),
          new Attack(
              "unread-pongs",
              "100 WebSockets send pings without a pause and do not read the pongs.",
              "At most 16 pongs wait for one client.",
              attacker ->
                  attacker.repeatUnread(
                      100,
                      (connection, _) -> {
                        WebSocketConnection socket = connection.enter(attacker.unique("ping"));
                        while (!attacker.isOver()) {
                          for (int i = 0; i < 100; i++) {
                            socket.send(PING);
                          }
                          attacker.pause(20);
                        }
                      })),
          new Attack(
              "unread-broadcasts",
              "One client broadcasts large messages in a room with 300 WebSockets that do not"
                  + " read.",
              "A broadcast is kept once for all receivers, in the log.",
              UnreadResponses::broadcastUnread),
          new Attack(
              "slow-readers",
              "200 clients read an event stream over a full log at 2 KB per second.",
              "Unsent bytes fit `total-unsent-bytes`, half of it for one address.",
              attacker -> {
                FullRoom room = FullRoom.ofLargeMessages(attacker, 200);
                attacker.repeatUnread(
                    200,
                    (connection, client) -> {
                      connection.ask(room.seat(client).stream());
                      while (!attacker.isOver()) {
                        connection.skip(512);
                        attacker.pause(250);
                      }
                    });
              }),
          new Attack(
              "partial-messages",
              "3,500 WebSockets send a message of 64 KiB except its last byte, or fragments without"
                  + " a final one.",
              "Incomplete messages fit `total-incoming-bytes`, half of it for one address.",
              attacker ->
                  attacker.repeat(
                      3_500, (connection, client) -> sendPartially(attacker, connection, client))));

  private UnreadResponses() {}

  private static byte[] frame(int first, int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 'x');
    return FrameCodec.encode(first, payload);
  }

  private static void askAndHold(Attacker attacker, AttackConnection connection, String request)
      throws IOException {
    connection.ask(request);
    attacker.hold();
  }

  private static void joinUnread(Attacker attacker) throws InterruptedException {
    int members = 60;
    String room = attacker.unique("roster");
    String key = attacker.newKey();
    attacker.once(members, (connection, client) -> connection.join(room, key + client, SEAT_DATA));
    attacker.repeatUnread(
        1_500,
        (connection, client) -> {
          // With the key of a member, so that the roster keeps its length.
          String join = AttackSeat.join(key + client % members, SEAT_DATA);
          String head = UnfinishedRequests.post("/v1/rooms/" + room + "/peers");
          askAndHold(
              attacker,
              connection,
              head + "Content-Length: %d\n\n%s".formatted(join.length(), join));
        });
  }

  private static void resumeUnread(Attacker attacker, FullRoom room, int client)
      throws IOException {
    List<AttackConnection> open = new ArrayList<>();
    try {
      while (!attacker.isOver()) {
        if (open.size() < 3) {
          AttackConnection connection = attacker.connectUnread(client);
          open.add(connection);
          WebSocketConnection socket = connection.upgrade(room.name());
          socket.send(room.seat(client).resume());
          boolean resumed = connection.receive(socket).contains("\"resumed\":true");
          attacker.statistics().answered(resumed ? "resumed" : "not resumed");
        }
        attacker.pause(500);
        open.removeIf(connection -> !connection.accepts(PONG));
      }
    } finally {
      open.forEach(AttackConnection::close);
    }
  }

  private static void broadcastUnread(Attacker attacker) throws InterruptedException {
    int receivers = 300;
    String room = attacker.unique("broadcast");
    attacker.crowd(
        receivers + 1,
        client -> {
          if (client < receivers) {
            receiveNothing(attacker, room, client);
          } else {
            broadcast(attacker, room);
          }
        });
  }

  private static void receiveNothing(Attacker attacker, String room, int client)
      throws IOException {
    try (AttackConnection connection = attacker.connectUnread(client)) {
      WebSocketConnection socket = connection.enter(room);
      while (!attacker.isOver()) {
        attacker.pause(1_000);
        socket.send(PONG);
      }
    }
  }

  private static void broadcast(Attacker attacker, String room) throws IOException {
    int batch = 8;
    try (AttackConnection connection = attacker.connect(0)) {
      AttackSeat seat = connection.join(room);
      for (long id = 1; !attacker.isOver() && connection.isUsable(); id += batch) {
        connection.post(seat, AttackSeat.messages(id, batch, LARGE_DATA));
        attacker.pause(100);
      }
    }
  }

  private static void sendPartially(Attacker attacker, AttackConnection connection, int client)
      throws IOException {
    WebSocketConnection socket = connection.enter(attacker.unique("partial"));
    if (client % 2 == 0) {
      socket.send(Arrays.copyOf(TEXT, TEXT.length - 1));
      connection.skip(Integer.MAX_VALUE); // a pong would become the last byte
    } else {
      socket.send(FIRST_FRAGMENT);
      socket.send(NEXT_FRAGMENT);
      socket.send(NEXT_FRAGMENT);
    }
    while (!attacker.isOver()) {
      connection.receive(socket); // answers pings, so that only the message is at fault
    }
  }
}
