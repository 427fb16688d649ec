package dev.parley.conformance;

import com.google.gson.JsonObject;
import dev.parley.scenario.Received;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A client that receives by long polls, each sent when a step waits for something. */
final class PollConnection extends HttpClientConnection {
  private static final int REPLACED_STATUS = 409;
  private static final int GONE_STATUS = 410;

  private long after;
  private boolean ended;

  PollConnection(HttpRequests requests) {
    super(requests);
  }

  @Override
  void listen(long first) {
    after = first;
  }

  @Override
  void settle() throws IOException, InterruptedException {
    long began = System.nanoTime();
    boolean more = !ended;
    while (more) {
      more = poll(Duration.ZERO) && !ended;
      if (System.nanoTime() - began > SETTLE_TIMEOUT.toNanos()) {
        throw new InvalidResponseException(
            "a message in each poll for " + SETTLE_TIMEOUT.toSeconds() + " s",
            "polls never return an empty array");
      }
    }
  }

  @Override
  public Received receive(Duration timeout) throws InterruptedException {
    Received next = next(Duration.ZERO);
    if (!(next instanceof Received.Nothing) || ended || !requests().isSeated()) {
      return next;
    }
    attempt(() -> poll(timeout));
    return next(Duration.ZERO);
  }

  /** Whether there may be more. */
  private boolean poll(Duration wait) throws IOException, InterruptedException {
    HttpResponse<String> response = requests().poll(after, wait);
    switch (response.statusCode()) {
      case 200 -> {
        List<String> messages = elements(response.body());
        messages.forEach(this::take);
        return !messages.isEmpty();
      }
      case REPLACED_STATUS -> addReplaced();
      case GONE_STATUS -> addEnd();
      default -> addProblem(response);
    }
    ended = true;
    return false;
  }

  private void take(String text) {
    JsonObject message = Json.object(text);
    if (!Json.type(message).equals("error")) {
      after = Math.max(after, Json.number(message, "seq"));
    }
    addMessage(text);
  }

  @Override
  public void drop() {
    ended = true;
  }
}
