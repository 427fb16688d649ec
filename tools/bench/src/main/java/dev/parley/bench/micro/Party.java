package dev.parley.bench.micro;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Guests in a room. */
final class Party {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String ROOM = "standup";

  /** Nobody is to be stopped for being too quick. */
  private static final Limits PATIENT = new Limits(65_536, 1_000_000_000, 1, 1 << 30, LONG, LONG);

  private final Signaling signaling = Signaling.builder().limits(PATIENT).build();
  private final List<Guest> guests = new ArrayList<>();
  private final String lastId;
  private long said;

  Party(int size) {
    String id = "";
    for (int i = 0; i < size; i++) {
      Guest guest = comes();
      guest.says(Words.join(key(i)));
      id = guest.heardBehind("\"self\":{\"id\":\"");
      guests.add(guest);
    }
    this.lastId = id;
  }

  static String key(int guest) {
    return "guest-%04d-abcdefghijklmnopqrst".formatted(guest);
  }

  Guest comes() {
    return new Guest(signaling, ROOM);
  }

  /** The number of the last event before the newest guest has come, as it was told. */
  long newestSeq() {
    return Long.parseLong(guests.getLast().heardBehind("\"seq\":"));
  }

  /** The first one makes an offer to the last. */
  void offer() {
    guests.getFirst().says(Words.offer(++said, lastId));
  }

  /** The first one speaks to all. */
  void message() {
    guests.getFirst().says(Words.message(++said));
  }

  byte[] lastHeard() {
    return guests.getLast().lastHeard();
  }
}
