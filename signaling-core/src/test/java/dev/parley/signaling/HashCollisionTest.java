package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names and ids with equal hash codes, which a client can choose, are not searched linearly. */
class HashCollisionTest {
  private static final int BITS = 12;
  private static final int TRIES = 5;
  private static final int ID = 22;
  private static final PeerKey KEY = new PeerKey("collide-0123456789abcdefghij");

  @Test
  void collidingRoomNamesAreNotSearchedLinearly() {
    List<RoomName> colliding = names(name -> name);
    assertThat(colliding.stream().map(RoomName::hashCode).distinct()).hasSize(1);
    Set<RoomName> others =
        new HashSet<>(names(name -> name.hashCode() + "-" + name + scatter(name)));
    double ratio = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && ratio > 5; i++) {
      ratio = Math.min(ratio, (double) tick(colliding) / tick(new ArrayList<>(others)));
    }
    assertThat(ratio).as("a linear search takes hundreds of times as long").isLessThan(20);
  }

  @Test
  void collidingExcludedIdsAreNotSearchedLinearly() {
    List<String> colliding =
        names(name -> name).stream()
            .map(name -> name.value().substring(0, ID))
            .distinct()
            .limit(1_000)
            .toList();
    assertThat(colliding).hasSize(1_000);
    assertThat(colliding.stream().map(String::hashCode).distinct()).hasSize(1);
    List<String> others =
        IntStream.range(0, 1_000).mapToObj("others-0123456789-%04d"::formatted).toList();
    double ratio = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && ratio > 3; i++) {
      ratio = Math.min(ratio, (double) keep(colliding) / keep(others));
    }
    assertThat(ratio).isLessThan(6);
  }

  /** Nanoseconds for a kept message that excludes these ids. */
  private static long keep(List<String> except) {
    Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
    Participant ann =
        signaling.connect(new RoomName("ids"), signaling.account("127.0.0.1"), new RecordingLink());
    ann.receive("{\"type\":\"join\",\"key\":\"" + KEY.value() + "\"}");
    String ids = "\"" + String.join("\",\"", except) + "\"";
    long best = Long.MAX_VALUE;
    for (int id = 1; id <= 100; id++) {
      String message =
          "{\"type\":\"message\",\"id\":%d,\"except\":[%s],\"data\":1,\"keep\":true}"
              .formatted(id, ids);
      long start = System.nanoTime();
      ann.receive(message);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  /** Nanoseconds of a tick, with a seat in each of these rooms that has sent a POST. */
  private static long tick(List<RoomName> rooms) {
    Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
    ClientAccount client = signaling.account("127.0.0.1");
    for (RoomName room : rooms) {
      HttpTestClient http = new HttpTestClient(signaling, room, client);
      http.join("{\"type\":\"join\",\"key\":\"" + KEY.value() + "\"}");
      var _ = http.post(KEY.id(), "{\"type\":\"ping\"}");
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      signaling.tick();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  /** "Aa" and "BB" have the same hash code, and so do all strings of twelve of them. */
  private static List<RoomName> names(UnaryOperator<String> suffixed) {
    List<RoomName> names = new ArrayList<>();
    for (int number = 0; number < 1 << BITS; number++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < BITS; bit++) {
        name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
      }
      names.add(new RoomName(suffixed.apply(name.toString())));
    }
    return names;
  }

  private static String scatter(String name) {
    return Integer.toString(
        new String(name).chars().reduce(7, (hash, c) -> hash * 1_000_003 + c), 36);
  }
}
