package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.RoomName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms and seats take no more memory than they are charged for. */
class MemoryAccountingTest {
  private static final int SEATS = 10_000;

  /** The test's own JVM may not use the compact object headers of the shipped options. */
  private static final double TOLERANCE = 1.2;

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "100, 0", "10, 2000"})
  void seatsTakeNoMoreMemoryThanTheyAreCharged(int seatsPerRoom, int profile) {
    String more = profile == 0 ? "" : ",\"data\":\"" + "x".repeat(profile) + "\"";
    Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
    ClientAccount client = signaling.account("192.0.2.1");
    long before = usedMemory();
    for (int i = 0; i < SEATS; i++) {
      String join = "{\"type\":\"join\",\"key\":\"weigh-0123456789abcdefgh-" + i + "\"";
      var _ =
          new HttpTestClient(signaling, new RoomName("room" + i / seatsPerRoom), client)
              .join(join + more + "}");
    }
    long taken = usedMemory() - before;
    long charged = client.rosters().taken() + client.logs().taken() * 3;
    System.out.printf(
        "%d seats per room: %d bytes per seat, charged %d%n",
        seatsPerRoom, taken / SEATS, charged / SEATS);
    assertThat((double) taken).isLessThan(charged * TOLERANCE);
    assertThat(client.rosters().taken()).isPositive();
    assertThat(signaling.hasResumableSeats()).isFalse(); // keeps the rooms reachable until here
  }

  private static long usedMemory() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
