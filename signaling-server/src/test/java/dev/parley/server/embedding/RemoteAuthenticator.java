package dev.parley.server.embedding;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.spi.AuthenticationRequest;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.Grant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends each token to another service, which answers with a role, or with 403. */
final class RemoteAuthenticator implements Authenticator {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  RemoteAuthenticator(URI service) {
    this.service = service;
  }

  @Override
  public CompletionStage<Grant> authenticate(AuthenticationRequest admission) {
    String token = admission.token();
    if (token == null) {
      return CompletableFuture.failedStage(
          new ProtocolException(ErrorCode.UNAUTHORIZED, "Sign in first, and join with a token."));
    }
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/may-enter/" + admission.room()))
            .POST(BodyPublishers.ofString(token))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString()).handle(RemoteAuthenticator::grant);
  }

  private static Grant grant(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    if (response != null && response.statusCode() == 200) {
      return new Grant(response.body());
    }
    if (response != null && response.statusCode() == 403) {
      throw new ProtocolException(ErrorCode.FORBIDDEN, "You may not enter: ask the host.");
    }
    throw ProtocolException.unavailable("Sign-in is not available: try again later.");
  }
}
