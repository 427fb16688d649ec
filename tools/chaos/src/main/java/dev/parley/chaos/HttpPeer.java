package dev.parley.chaos;

import com.google.gson.JsonObject;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import java.io.IOException;

/** One client over HTTP, and the way on which it reaches the server. */
record HttpPeer(Site site, Transport transport, boolean calm, HttpRequests requests) {

  HttpConnection connect(int patienceMillis) throws IOException {
    return new HttpConnection(
        Endpoint.of(site.address(transport, calm), site.host()), patienceMillis);
  }

  /** Posts messages, and returns what came of them as one message. */
  JsonObject post(HttpConnection connection, Seat seat, String text) throws IOException {
    try {
      return requests.post(connection, seat, text);
    } catch (HttpRequests.Refused e) {
      return e.error();
    }
  }
}
