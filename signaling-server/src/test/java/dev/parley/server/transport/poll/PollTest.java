package dev.parley.server.transport.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import dev.parley.server.support.TwoPeersFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Short and long polling. */
class PollTest extends TwoPeersFixture {

  @Test
  void shortPollReturnsTheEventsAfterANumber() throws Exception {
    assertThat(HttpPeer.messages(ben.poll(ben.seq()))).isEmpty();
    ann.post(Requests.message(1, "hi"));
    JsonArray messages = HttpPeer.messages(ben.poll(ben.seq()));
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).getAsJsonObject().get("data").getAsString()).isEqualTo("hi");
    long seen = messages.get(0).getAsJsonObject().get("seq").getAsLong();
    assertThat(HttpPeer.messages(ben.poll(seen))).isEmpty();
    assertThat(HttpPeer.messages(ben.poll(ben.seq()))).hasSize(1);
  }

  @Test
  void longPollWaitsForTheNextEvent() throws Exception {
    var poll = ben.longPoll(ben.seq());
    ann.post("{\"type\":\"offer\",\"id\":1,\"to\":\"%s\",\"sdp\":\"v=0\"}".formatted(ben.id()));
    assertThat(HttpPeer.messages(poll.get())).hasSize(1);
  }

  @Test
  void pollFromBeforeTheSeatIsLagged() throws Exception {
    assertThat(ann.poll(1).statusCode()).isEqualTo(410);
    assertThat(ann.poll(1).body()).contains("\"code\":\"lagged\"");
    assertThat(server.peer(ROOM, "cleo").join().leave().statusCode()).isEqualTo(204);
  }

  @Test
  void peerThatStopsPollingGoesOfflineAndThenLeaves() throws Exception {
    assertThat(HttpPeer.messages(ben.poll(ben.seq()))).isEmpty();
    for (int seconds = 0; seconds <= 45; seconds += 9) { // the heartbeat timeout
      HttpPeer.messages(ann.poll(ann.seq()));
      server.advance(Duration.ofSeconds(9));
    }
    JsonArray lost = HttpPeer.messages(ann.poll(ben.seq()));
    assertThat(lost.toString()).contains("peer-updated", "\"online\":false").doesNotContain("left");
    server.advance(Duration.ofSeconds(31)); // the resume window
    assertThat(ann.poll(ben.seq()).body()).contains("peer-left", "timeout");
  }

  @Test
  void waitIsDocumented() {
    JsonObject wait =
        ProtocolSchemas.document()
            .getAsJsonObject("operations")
            .getAsJsonObject("poll")
            .getAsJsonObject("bindings")
            .getAsJsonObject("http")
            .getAsJsonObject("query")
            .getAsJsonObject("properties")
            .getAsJsonObject("wait");
    assertThat(wait.get("default").getAsLong())
        .as("the default of wait in protocol/asyncapi.json")
        .isEqualTo(PollEndpoint.DEFAULT_WAIT_SECONDS);
    assertThat(wait.get("x-most").getAsLong())
        .as("the longest wait in protocol/asyncapi.json")
        .isEqualTo(PollEndpoint.MAX_WAIT_SECONDS);
  }
}
