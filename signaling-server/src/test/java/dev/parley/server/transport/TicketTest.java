package dev.parley.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.HttpPeer.EventStream;
import dev.parley.server.support.Requests;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How long a ticket is valid, and for which seat. */
class TicketTest {
  @AutoClose private final TestServer server = new TestServer();

  @Test
  void ticketExpiresUnlessItsStreamIsInUse() throws Exception {
    HttpPeer ann = server.peer("tickets", "ann").join();
    String query = "?ticket=" + ann.ticket();
    try (EventStream stream = ann.stream(query)) {
      assertThat(stream.status()).isEqualTo(200);
      server.advance(Duration.ofSeconds(40));
      assertThat(ann.post(Requests.PING).statusCode()).isEqualTo(200);
      server.advance(Duration.ofSeconds(40));
      try (EventStream again = ann.stream(query)) {
        assertThat(again.status()).isEqualTo(200);
      }
    }
    try (var socket = server.socket("tickets")) {
      socket.send(Requests.resume("ann", ann.seq()));
      assertThat(socket.receiveText()).contains("\"resumed\":true");
      for (int i = 0; i < 8; i++) {
        assertThat(socket.ping()).contains("pong");
        server.advance(Duration.ofSeconds(10));
      }
      try (EventStream late = ann.stream(query)) {
        assertThat(late.status()).isEqualTo(401);
      }
      assertThat(ann.poll(ann.seq()).statusCode()).isEqualTo(200); // the key does not expire
    }
  }

  @Test
  void ticketOfAnEarlierSeatIsGone() throws Exception {
    HttpPeer ann = server.peer("tickets", "ann").join();
    HttpPeer again = server.peer("tickets", "ann").join();
    try (EventStream stream = ann.stream()) {
      assertThat(stream.status()).isEqualTo(410);
    }
    try (EventStream stream = again.stream()) {
      assertThat(stream.status()).isEqualTo(200);
    }
  }
}
