package dev.parley.siege.attack;

import com.google.gson.JsonObject;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** A room whose log is full of what its readers have not heard yet. */
final class FullRoom {
  private static final int LARGE = 60_000;
  private static final int LARGE_IN_A_POST = 16;
  private static final int LARGE_POSTS = 4;
  private static final int SMALL_IN_A_POST = 500;
  private static final int SMALL_WRITERS = 60;

  private final Attacker attacker;
  private final String name;
  private List<Reader> readers = List.of();

  /** Somebody with a seat from which the whole log is news. */
  record Reader(HttpRequests requests, Seat seat, long after) {

    String pollPath() {
      return "%s/messages?after=%d&wait=0".formatted(requests.path(seat), after);
    }

    String poll() {
      return "GET %s HTTP/1.1\nHost: localhost\n%s\n"
          .formatted(pollPath(), requests.bearer().replace("\r\n", "\n"));
    }

    /** The message that resumes where the log begins. */
    String join() {
      return "{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(requests.key(), after);
    }

    String stream() {
      return "GET %s/events?after=%d&ticket=%s HTTP/1.1\nHost: localhost\n\n"
          .formatted(requests.path(seat), after, seat.ticket());
    }
  }

  private FullRoom(Attacker attacker) {
    this.attacker = attacker;
    this.name = attacker.fresh("full");
  }

  /** With some dozens of the largest messages. */
  static FullRoom ofLarge(Attacker attacker, int readers) throws IOException, InterruptedException {
    FullRoom room = new FullRoom(attacker);
    room.seat(readers);
    try (AttackConnection connection = attacker.connect(0)) {
      HttpRequests writer = new HttpRequests(room.name, attacker.fresh("writer-0123456789abcdef"));
      Seat seat = Seat.of(connection.join(writer.room(), writer.key(), ""));
      long id = 1;
      for (int i = 0; i < LARGE_POSTS && connection.isUsable(); i++, id += LARGE_IN_A_POST) {
        connection.post(writer, seat, Texts.messages(id, LARGE_IN_A_POST, Texts.filling(LARGE)));
      }
    }
    return room;
  }

  /** With tens of thousands of the smallest. */
  static FullRoom ofSmall(Attacker attacker, int readers) throws IOException, InterruptedException {
    FullRoom room = new FullRoom(attacker);
    room.seat(readers);
    attacker.once(
        SMALL_WRITERS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            HttpRequests writer =
                new HttpRequests(room.name, attacker.fresh("writer-0123456789abcdef"));
            Seat seat = Seat.of(connection.join(writer.room(), writer.key(), ""));
            connection.post(writer, seat, Texts.messages(1, SMALL_IN_A_POST, "x"));
          }
        });
    return room;
  }

  private void seat(int count) throws IOException, InterruptedException {
    AtomicReferenceArray<Reader> seated = new AtomicReferenceArray<>(count);
    attacker.once(
        count,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            HttpRequests requests =
                new HttpRequests(name, attacker.fresh("reader-0123456789abcdef"));
            seated.set(client, take(connection, requests));
          }
        });
    readers = IntStream.range(0, count).mapToObj(seated::get).filter(Objects::nonNull).toList();
    if (readers.isEmpty()) {
      throw new IOException("nobody was let in");
    }
  }

  private static Reader take(AttackConnection connection, HttpRequests requests)
      throws IOException {
    JsonObject joined = connection.join(requests.room(), requests.key(), "");
    return new Reader(requests, Seat.of(joined), joined.get("seq").getAsLong());
  }

  String name() {
    return name;
  }

  /** The reader of a client; several share one if the server has let in fewer. */
  Reader reader(int client) {
    return readers.get(client % readers.size());
  }
}
