package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.Seeds;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.HttpRequests.RoomPeer;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Grant;
import dev.parley.signaling.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random requests over all transports, with an authenticator that answers late or never: each HTTP
 * request is answered once, and nothing is charged when all peers have left.
 */
class ResourceReleaseTest {
  private static final int SEEDS = 200;
  private static final int ACTS = 300;

  @Test
  void allBytesAreReleasedWhenAllPeersHaveLeft() {
    Seeds.run(SEEDS, seed -> new World(seed).play());
  }

  private static final class World {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final List<CompletableFuture<Grant>> questions = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final Signaling signaling;
    private final List<ClientAccount> clients;
    private int asked;
    private int answered;

    World(int seed) {
      random = new Random(seed);
      signaling =
          Signaling.builder()
              .clock(clock)
              .peersPerRoom(3)
              .historySinceAdmission(seed % 2 == 0)
              .historyAge(Duration.ofSeconds(20))
              .totalLogBytes(seed % 3 == 0 ? 50_000 : 1 << 20)
              .totalRosterBytes(seed % 5 == 0 ? 20_000 : 1 << 20)
              .totalUnsentBytes(seed % 7 == 0 ? 20_000 : 1 << 20)
              .totalIncomingBytes(seed % 11 == 0 ? 500 : 1 << 20)
              .authenticator(_ -> {
                var question = new CompletableFuture<Grant>();
                if (random.nextBoolean()) {
                  answer(question);
                } else {
                  questions.add(question);
                }
                return question;
              })
              .build();
      clients = List.of(signaling.account("first"), signaling.account("second"));
    }

    void play() {
      for (int i = 0; i < ACTS; i++) {
        act();
      }
      List.copyOf(wires).forEach(Wire::end);
      for (int i = 0; i < 200; i++) {
        pass(10_000);
      }
      assertThat(answered).isEqualTo(asked);
      assertThat(signaling.isIdle()).isTrue();
      assertThat(signaling.http().all()).isEmpty();
      for (ClientAccount client : clients) {
        assertThat(client.unsent().taken()).as("unsent").isZero();
        assertThat(client.incoming().taken()).as("incoming").isZero();
        assertThat(client.rosters().taken()).as("rosters").isZero();
        assertThat(client.logs().taken()).as("logs").isZero();
      }
    }

    private void act() {
      switch (random.nextInt(12)) {
        case 0, 1 -> connect();
        case 2 -> join();
        case 3, 4 -> post();
        case 5, 6 -> listen();
        case 7 -> leave();
        case 8 -> answerAQuestion();
        case 9 -> wire().act();
        case 10 -> wire().end();
        default -> pass(random.nextInt(5_000));
      }
    }

    private void pass(int millis) {
      clock.advance(Duration.ofMillis(millis));
      signaling.tick();
    }

    private void answerAQuestion() {
      if (!questions.isEmpty()) {
        answer(questions.remove(random.nextInt(questions.size())));
      }
    }

    private void answer(CompletableFuture<Grant> question) {
      switch (random.nextInt(6)) {
        case 0 ->
            question.completeExceptionally(
                new ProtocolException(ErrorCode.FORBIDDEN, "You may not."));
        case 1 -> question.complete(new Grant("viewer"));
        default -> question.complete(Grant.MEMBER);
      }
    }

    private ClientAccount client() {
      return clients.get(random.nextInt(2));
    }

    private RoomName room() {
      return new RoomName("room" + random.nextInt(2));
    }

    private PeerKey key() {
      return new PeerKey("release-0123456789abcdef-" + random.nextInt(5));
    }

    private String joinText(PeerKey key) {
      String after = random.nextInt(3) == 0 ? ",\"after\":" + someSeq() : "";
      return "{\"type\":\"join\",\"key\":\"%s\",\"history\":%d,\"features\":[%s],\"data\":\"%s\"%s}"
          .formatted(
              key.value(),
              random.nextInt(101),
              random.nextBoolean() ? "\"state\"" : "",
              "x".repeat(random.nextInt(2_000)),
              after);
    }

    private long someSeq() {
      return clock.instant().toEpochMilli() - random.nextInt(30_000);
    }

    private String request() {
      int id = random.nextInt(1, 12);
      return switch (random.nextInt(7)) {
        case 0 ->
            "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\",\"keep\":true,\"except\":[\"%s\"]}"
                .formatted(id, "k".repeat(random.nextInt(5_000)), key().id());
        case 1, 2 ->
            "{\"type\":\"set\",\"id\":%d,\"name\":\"n%d\",\"value\":%s}"
                .formatted(
                    id,
                    random.nextInt(70),
                    random.nextInt(4) == 0
                        ? "null"
                        : "\"" + "s".repeat(random.nextInt(3_000)) + "\"");
        case 3 -> "{\"type\":\"set\",\"id\":%d,\"name\":\"n\",\"value\":1,\"if\":0}".formatted(id);
        case 4 ->
            "{\"type\":\"update\",\"id\":%d,\"data\":\"%s\"}"
                .formatted(id, "u".repeat(random.nextInt(3_000)));
        case 5 ->
            random.nextInt(4) == 0 ? "{\"type\":\"leave\",\"id\":%d}".formatted(id) : "{\"id\":7";
        default -> "{\"type\":\"message\",\"id\":%d,\"data\":1}".formatted(id);
      };
    }

    private void connect() {
      Wire wire = new Wire();
      Participant participant = signaling.connect(room(), client(), wire);
      wire.begin(participant::closed, () -> participant.receive(request()));
      participant.receive(joinText(key()));
      for (int i = random.nextInt(5); i > 0; i--) {
        participant.receive(request());
      }
    }

    private void join() {
      byte[] text = joinText(key()).getBytes(StandardCharsets.UTF_8);
      asked++;
      signaling
          .http()
          .join(
              room(),
              text,
              0,
              text.length,
              client(),
              new JoinCallback() {
                @Override
                public void joined(Notice.Joined joined) {
                  answered++;
                }

                @Override
                public void refused(Notice.Error error) {
                  answered++;
                }
              });
    }

    private void post() {
      List<String> requests = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        requests.add(request());
      }
      byte[] text = ("[" + String.join(",", requests) + "]").getBytes(StandardCharsets.UTF_8);
      asked++;
      signaling
          .http()
          .post(caller(), random.nextInt(3), text, 0, text.length, client(), _ -> answered++);
    }

    private RoomPeer caller() {
      return new RoomPeer(room(), key().id());
    }

    private void leave() {
      asked++;
      signaling.http().leave(caller(), 0, client(), () -> answered++);
    }

    private void listen() {
      Wire wire = new Wire();
      asked++;
      Attachment attachment =
          signaling
              .http()
              .listen(
                  caller(),
                  client(),
                  wire,
                  JsonCodec.STANDARD,
                  random.nextBoolean() ? null : (Long) someSeq(),
                  null,
                  refusal -> {
                    answered++;
                    if (refusal != null) {
                      wire.close(CloseCode.NORMAL);
                    }
                  });
      wire.begin(
          attachment::closed,
          random.nextBoolean() ? attachment::detach : attachment::detachAndClose);
    }

    private Wire wire() {
      return wires.isEmpty() ? new Wire() : wires.get(random.nextInt(wires.size()));
    }

    /** A link whose client reads at random, and disconnects when the server closes. */
    private final class Wire implements Link {
      private final List<Runnable> unread = new ArrayList<>();
      private @Nullable Runnable closed;
      private Runnable act = () -> {};
      private boolean hasEnded;

      void begin(Runnable onClosed, Runnable action) {
        closed = onClosed;
        act = action;
        if (hasEnded) {
          closed.run();
        } else {
          wires.add(this);
        }
      }

      void act() {
        List<Runnable> read = List.copyOf(unread);
        unread.clear();
        read.forEach(Runnable::run);
        if (!hasEnded) {
          act.run();
        }
      }

      void end() {
        if (!hasEnded) {
          hasEnded = true;
          wires.remove(this);
          if (closed != null) {
            closed.run();
          }
        }
      }

      @Override
      public void send(List<byte[]> messages, Runnable sent) {
        if (random.nextInt(3) > 0) {
          sent.run();
        } else {
          unread.add(sent);
        }
      }

      @Override
      public void close(CloseCode code) {
        end();
      }
    }
  }
}
