package dev.parley.scenario;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Explains why a connection of {@code java.net.http} failed, and what to do. */
public final class ConnectionFailure {

  private ConnectionFailure() {}

  /** A clause that can follow a colon, and ends its sentence. */
  public static String reason(@Nullable Throwable failure) {
    return switch (failure) {
      case WebSocketHandshakeException e ->
          "the server answers with HTTP status "
              + e.getResponse().statusCode()
              + ". Is this the URL of a Parley server?";
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "there is no such host.";
      case ConnectException e when e.getCause() instanceof ConnectException cause -> reason(cause);
      case ConnectException _ -> "the connection is refused. Is the server running on this port?";
      case HttpTimeoutException _ -> "the server does not complete an answer in time.";
      case SSLException e -> "TLS fails (" + e.getMessage() + ").";
      case null, default -> "the server does not answer as an HTTP server does (" + failure + ").";
    };
  }
}
