package dev.parley.siege.honest;

import dev.parley.chaos.HttpRequests;
import dev.parley.client.UpgradeRefusedException;
import dev.parley.client.WebSocketClosedException;
import dev.parley.siege.verdict.Answers;
import dev.parley.siege.verdict.Judge;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what an honest client may be refused from what must not happen to it. */
final class Refusals {
  /** The server cannot take the client now, or asks for fewer messages: come again. */
  private static final List<Integer> TEMPORARY_CLOSES = List.of(1013, 4429);

  private Refusals() {}

  /** Tells the judge, as a refusal or as a fault. */
  static void judge(Judge judge, String who, Throwable failure) {
    String fault = fault(failure);
    if (fault == null) {
      judge.refused();
    } else {
      judge.fault(who + " " + fault);
    }
  }

  /** What is wrong with what happened to the client, or null if it may happen. */
  static @Nullable String fault(Throwable failure) {
    return switch (failure) {
      case HttpRequests.Refused refused -> fault(refused.status(), refused.headers());
      case HttpRequests.Unexplained refused ->
          "was answered " + refused.status() + " without a code of the protocol.";
      case UpgradeRefusedException refused -> fault(refused.status(), refused.headers());
      case WebSocketClosedException closed ->
          TEMPORARY_CLOSES.contains(closed.code())
              ? null
              : "had its WebSocket closed with " + closed.code() + ".";
      case ConnectException _ -> "could not connect: connection refused.";
      case SocketTimeoutException _ -> "got no answer within " + Judge.PATIENCE.toSeconds() + " s.";
      case ProtocolException e -> "received an invalid response: " + e.getMessage() + ".";
      default -> "had its connection cut.";
    };
  }

  private static @Nullable String fault(int status, Map<String, String> headers) {
    if (!Answers.isTemporary(status)) {
      return "was refused with " + status + ".";
    }
    return headers.containsKey("retry-after")
        ? null
        : "was refused with " + status + " without a Retry-After.";
  }
}
