package dev.parley.siege.honest;

import dev.parley.chaos.HttpRequests;
import dev.parley.client.UpgradeRefusedException;
import dev.parley.client.WebSocketClosedException;
import dev.parley.siege.verdict.ResponseRules;
import dev.parley.siege.verdict.Verdict;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Distinguishes permitted refusals of honest clients from faults. */
final class Refusals {
  /** Unavailable and rate-limited: the client retries. */
  private static final List<Integer> TEMPORARY_CLOSES = List.of(1013, 4429);

  private Refusals() {}

  /** Records a failed request or connection as a refusal or as a fault. */
  static void record(Verdict verdict, String who, Throwable failure) {
    String fault = fault(failure);
    if (fault == null) {
      verdict.refused();
    } else {
      verdict.fault(who + " " + fault);
    }
  }

  /** The fault, or null if the failure is permitted. */
  static @Nullable String fault(Throwable failure) {
    return switch (failure) {
      case HttpRequests.RefusedException refused -> fault(refused.status(), refused.headers());
      case HttpRequests.UnexpectedStatusException refused ->
          "was answered " + refused.status() + " without a code of the protocol.";
      case UpgradeRefusedException refused -> fault(refused.status(), refused.headers());
      case WebSocketClosedException closed ->
          TEMPORARY_CLOSES.contains(closed.code())
              ? null
              : "had its WebSocket closed with " + closed.code() + ".";
      case ConnectException _ -> "could not connect: connection refused.";
      case SocketTimeoutException _ ->
          "got no answer within " + Verdict.CLIENT_TIMEOUT.toSeconds() + " s.";
      case ProtocolException e -> "received an invalid response: " + e.getMessage() + ".";
      default -> "had its connection cut.";
    };
  }

  private static @Nullable String fault(int status, Map<String, String> headers) {
    if (!ResponseRules.isTemporary(status)) {
      return "was refused with " + status + ".";
    }
    return headers.containsKey("retry-after")
        ? null
        : "was refused with " + status + " without a Retry-After.";
  }
}
