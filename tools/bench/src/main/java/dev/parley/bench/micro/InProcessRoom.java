package dev.parley.bench.micro;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A room with joined in-process clients, and rate limits that a benchmark does not reach. */
final class InProcessRoom {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String ROOM = "standup";
  private static final Limits UNLIMITED = new Limits(65_536, 1_000_000_000, 1, 1 << 30, LONG, LONG);

  private final Signaling signaling = Signaling.builder().limits(UNLIMITED).build();
  private final List<InProcessClient> clients = new ArrayList<>();
  private final String lastId;
  private long requests;

  InProcessRoom(int size) {
    String id = "";
    for (int i = 0; i < size; i++) {
      InProcessClient client = connect();
      client.send(ClientMessages.join(key(i)));
      id = client.receivedAfter("\"self\":{\"id\":\"");
      clients.add(client);
    }
    this.lastId = id;
  }

  static String key(int client) {
    return "guest-%04d-abcdefghijklmnopqrst".formatted(client);
  }

  InProcessClient connect() {
    return new InProcessClient(signaling, ROOM);
  }

  /** The {@code seq} in the last client's {@code joined}. */
  long seqAtLastJoin() {
    return Long.parseLong(clients.getLast().receivedAfter("\"seq\":"));
  }

  /** The first client sends an offer to the last. */
  void offer() {
    clients.getFirst().send(ClientMessages.offer(++requests, lastId));
  }

  /** The first client sends a message to all others. */
  void message() {
    clients.getFirst().send(ClientMessages.message(++requests));
  }

  byte[] lastReceived() {
    return clients.getLast().lastReceived();
  }
}
