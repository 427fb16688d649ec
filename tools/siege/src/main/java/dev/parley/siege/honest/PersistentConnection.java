package dev.parley.siege.honest;

import dev.parley.chaos.HttpRequests;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection for consecutive requests. A server may close it while it is idle; a request that
 * meets the close is sent again on a new connection (RFC 9112, section 9.3.1).
 */
final class PersistentConnection {
  private final Endpoint endpoint;
  private volatile @Nullable HttpConnection open;
  private volatile boolean closed;

  PersistentConnection(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  interface Exchange<T> {
    T on(HttpConnection connection) throws IOException;
  }

  <T> T exchange(Exchange<T> exchange) throws IOException {
    HttpConnection kept = open;
    if (kept != null && kept.isUsable()) {
      try {
        return exchange.on(kept);
      } catch (HttpRequests.RefusedException
          | HttpRequests.UnexpectedStatusException
          | SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        kept.close();
      }
    }
    return exchange.on(connect());
  }

  private HttpConnection connect() throws IOException {
    if (closed) {
      throw new IOException("closed by its client");
    }
    HttpConnection connection =
        new HttpConnection(endpoint, (int) Verdict.CLIENT_TIMEOUT.toMillis());
    open = connection;
    if (closed) {
      connection.close();
    }
    return connection;
  }

  void close() {
    closed = true;
    HttpConnection connection = open;
    if (connection != null) {
      connection.close();
    }
  }
}
