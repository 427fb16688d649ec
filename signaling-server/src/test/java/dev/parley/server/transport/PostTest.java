package dev.parley.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import dev.parley.server.support.TwoPeersFixture;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Requests that a peer posts, one or several at a time. */
class PostTest extends TwoPeersFixture {

  @Test
  void repeatedPostIsAcceptedOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(ann.post(Requests.message(1)).body())
          .isEqualTo("{\"type\":\"ack\",\"received\":1}");
    }
    assertThat(HttpPeer.messages(ben.poll(ben.seq()))).hasSize(1);
  }

  @Test
  void postOfAnEarlierSeatIsRefused() throws Exception {
    long earlier = ann.seat();
    ann.join();
    assertThat(ann.postFrom(earlier, Requests.message(1)).body())
        .contains("\"code\":\"peer-gone\"");
    assertThat(ann.postFrom(earlier, Requests.array(Requests.message(1))).body())
        .contains("\"received\":0", "\"code\":\"peer-gone\"");
    assertThat(ann.postFrom(earlier, Requests.PING).body())
        .isEqualTo("{\"type\":\"ack\",\"received\":0}");
    assertThat(ann.leaveFrom(earlier).statusCode()).isEqualTo(204);
    assertThat(ann.postFrom(ann.seat(), Requests.message(1)).body()).contains("\"received\":1");
    assertThat(ben.poll(ben.seq()).body()).containsOnlyOnce("\"message\"");
  }

  @Test
  void errorIsAProblemForOneRequestAndPartOfTheAckForSeveral() throws Exception {
    HttpResponse<String> one =
        ann.post("{\"type\":\"offer\",\"id\":1,\"to\":\"nobody\",\"sdp\":\"\"}");
    assertThat(one.statusCode()).isEqualTo(410);
    assertThat(one.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(one.body()).contains("\"code\":\"peer-gone\"", "\"re\":1", "\"peers\":[\"nobody\"]");
    HttpResponse<String> several =
        ann.post(Requests.array(Requests.message(2), "{\"type\":\"dance\",\"id\":3}"));
    assertThat(several.statusCode()).isEqualTo(200);
    assertThat(several.body()).contains("\"received\":3", "\"code\":\"unknown-type\"", "\"re\":3");
    assertThat(ann.post(Requests.array(Requests.message(4), "[]", Requests.message(5))).body())
        .contains("\"received\":4,", "\"code\":\"bad-message\"");
    assertThat(ann.post("[[]]").statusCode()).isEqualTo(200);
    assertThat(ann.post("nonsense").statusCode()).isEqualTo(400);
  }
}
