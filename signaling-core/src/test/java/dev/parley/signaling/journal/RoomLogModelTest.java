package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.Seeds;
import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.room.Audience;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random operations on a log, compared with a list of everything that was appended. */
class RoomLogModelTest {
  private static final int SEEDS = 500;
  private static final int STEPS = 300;
  private static final long START = 100;
  private static final List<PeerId> PEERS =
      IntStream.range(0, 5).mapToObj(i -> new PeerId("peer" + i)).toList();

  @Test
  void replaysAndResumesLikeTheModel() {
    Seeds.run(SEEDS, seed -> new World(seed).play());
  }

  private record Appended(long seq, Audience audience, @Nullable PeerId asker) {}

  private static final class World {
    private final Random random;
    private final Budget budget = new Budget(1 << 20);
    private final RoomLog log;
    private final List<Appended> everything = new ArrayList<>();
    private final Map<PeerId, Long> since = new HashMap<>();
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");

    World(int seed) {
      random = new Random(seed);
      long bytes = seed % 2 == 0 ? 1 << 20 : 2_000;
      log =
          TestLog.open(
              new LogCapacity(Duration.ofSeconds(75), bytes, budget), budget.quota(), START);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        act();
        check(any(), START + random.nextInt((int) (log.last() - START) + 2));
      }
      log.close();
      assertThat(budget.taken()).isZero();
    }

    private void act() {
      PeerId peer = any();
      switch (random.nextInt(12)) {
        case 0 -> {
          now = now.plusSeconds(random.nextInt(60));
          log.trim(now);
        }
        case 1 -> {
          log.removeSeat(peer);
          since.remove(peer);
        }
        case 2, 3 -> {
          append(Audience.allBut(peer));
          log.addSeat(info(peer));
          since.put(peer, log.last());
        }
        case 4 -> log.skip(log.last() + 1); // an internal fact
        default -> append(anyAudience());
      }
    }

    private void append(Audience audience) {
      boolean ask = random.nextInt(4) == 0;
      PeerId from = any();
      Event event = new Event.Message(from, Payload.of("1"), ask, false);
      TestLog.append(log, now, event, audience, 7);
      everything.add(new Appended(log.last(), audience, ask ? from : null));
    }

    private void check(PeerId peer, long after) {
      assertThat(log.canResume(peer, after)).isEqualTo(canResume(peer, after));
      Long seated = since.get(peer);
      if (seated != null && after >= seated) {
        List<Long> missed = missed(peer, after);
        assertThat(replayed(peer, after, Integer.MAX_VALUE)).isEqualTo(missed);
        int some = random.nextInt(4);
        assertThat(replayed(peer, after, some)).isEqualTo(missed.stream().limit(some).toList());
      }
      PeerId asker = any();
      assertThat(log.askId(after, asker, info(peer)))
          .isEqualTo(asked(after, asker, peer) ? 7L : null);
    }

    private long oldestKept() {
      int trimmed = everything.size() - log.size();
      return trimmed == everything.size() ? log.last() + 1 : everything.get(trimmed).seq;
    }

    private boolean canResume(PeerId peer, long after) {
      Long seated = since.get(peer);
      return seated != null
          && after >= seated
          && after <= log.last()
          && everything.stream().noneMatch(entry -> entry.seq > after && trimmedFor(peer, entry));
    }

    private boolean trimmedFor(PeerId peer, Appended entry) {
      return entry.seq < oldestKept() && entry.audience.includes(info(peer));
    }

    private List<Long> missed(PeerId peer, long after) {
      return everything.stream()
          .filter(entry -> entry.seq > after && entry.seq >= oldestKept())
          .filter(entry -> entry.audience.includes(info(peer)))
          .map(Appended::seq)
          .toList();
    }

    private List<Long> replayed(PeerId peer, long after, int most) {
      List<Long> offered = new ArrayList<>();
      ReplayResult replayed =
          log.replay(
              after,
              peer,
              entry -> {
                boolean taken = offered.size() < most;
                if (taken) {
                  offered.add(entry.seq());
                }
                return taken;
              });
      boolean all = offered.size() < most || missed(peer, after).size() == most;
      assertThat(replayed.through() == log.last()).isEqualTo(all);
      // Entries between the last accepted one and the next missed one do not concern the peer.
      assertThat(missed(peer, replayed.through()))
          .isEqualTo(missed(peer, after).stream().skip(offered.size()).toList());
      return offered;
    }

    private boolean asked(long seq, PeerId asker, PeerId answerer) {
      return since.containsKey(asker)
          && seq > since.get(asker)
          && everything.stream()
              .anyMatch(entry ->
                  entry.seq == seq
                      && seq >= oldestKept()
                      && asker.equals(entry.asker)
                      && entry.audience.includes(info(answerer)));
    }

    private PeerId any() {
      return PEERS.get(random.nextInt(PEERS.size()));
    }

    private static PeerInfo info(PeerId peer) {
      boolean capable = PEERS.indexOf(peer) % 2 == 0;
      return TestLog.info(peer, capable ? Features.SERVER : Features.NONE);
    }

    /** Only peers with a seat are addressed, as in {@code Rules}. */
    private Audience anyAudience() {
      if (random.nextInt(4) == 0) {
        return new Audience.WithFeature(Features.STATE);
      }
      Set<PeerId> some = new HashSet<>();
      for (PeerId peer : PEERS) {
        if (random.nextInt(3) == 0 && since.containsKey(peer)) {
          some.add(peer);
        }
      }
      return random.nextBoolean() ? new Audience.AllBut(some) : new Audience.Only(some);
    }
  }
}
