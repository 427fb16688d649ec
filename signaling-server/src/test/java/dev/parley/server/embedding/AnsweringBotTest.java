package dev.parley.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.parley.scenario.ManualClock;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Subscription;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bot of docs/embedding.md, in a room with a client over a WebSocket. */
class AnsweringBotTest {
  private final ManualClock clock = new ManualClock();
  private final Signaling signaling = Signaling.builder().clock(clock).build();
  private final Application application =
      new Application(0, ResponseCodeHandler.HANDLE_200, signaling);
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @BeforeEach
  void start() {
    application.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    application.stop();
    executor.shutdownNow();
  }

  @Test
  void botIsInTheRosterRepliesAndLeaves() throws Exception {
    Participant bot = AnsweringBot.join(signaling, new RoomName("standup"), executor);
    try (WebSocketPeer ann = new WebSocketPeer(application.port(), "standup")) {
      JsonObject peer = ann.join().getAsJsonArray("peers").get(0).getAsJsonObject();
      assertThat(peer.get("name").getAsString()).isEqualTo("Bot");

      ann.send("{\"type\":\"message\",\"id\":1,\"data\":\"hello\"}");
      ann.send("{\"type\":\"message\",\"id\":2,\"data\":{\"may\":\"I?\"},\"ask\":true}");
      JsonObject reply = ann.receive("reply");
      assertThat(reply.get("from")).isEqualTo(peer.get("id"));
      assertThat(reply.get("ask").getAsInt()).isEqualTo(2);
      assertThat(reply.get("data")).hasToString("{\"echo\":{\"may\":\"I?\"}}");

      bot.send(new Request.Leave(Request.NO_ID));
      JsonObject left = ann.receive("peer-left");
      assertThat(left.get("from")).isEqualTo(peer.get("id"));
      assertThat(left.get("reason").getAsString()).isEqualTo("left");
    }
  }

  @Test
  void closedBotGoesOfflineAndLeavesAfterTheResumeWindow() throws Exception {
    Participant bot = AnsweringBot.join(signaling, new RoomName("standup"), executor);
    try (WebSocketPeer ann = new WebSocketPeer(application.port(), "standup")) {
      ann.join();
      bot.closed();
      JsonObject lost = ann.receive("peer-updated").getAsJsonObject("peer");
      assertThat(lost.get("online").getAsBoolean()).isFalse();

      clock.advance(Duration.ofSeconds(31));
      assertThat(ann.receive("peer-left").get("reason").getAsString()).isEqualTo("timeout");
    }
  }

  @Test
  void observersSeeTheAccountAsItsAddress() {
    List<Observation> seen = new ArrayList<>();
    try (Subscription _ = signaling.observations().subscribe(Runnable::run, seen::add)) {
      AnsweringBot.join(signaling, new RoomName("standup"), executor);
    }

    assertThat(seen)
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Joined.class, joined -> assertThat(joined.client()).isEqualTo("bots"));
  }
}
