package dev.parley.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One room, from the first who comes in to the last word that everybody has heard. */
final class ChaosRoom {
  private static final int MIN_PEERS = 3;
  private static final int MAX_PEERS = 5;
  private static final int MIN_WORDS = 30;
  private static final int MAX_WORDS = 90;
  private static final Duration TO_SPEAK = Duration.ofMinutes(5);
  private static final Duration TO_SETTLE = Duration.ofMinutes(1);
  private static final long WORD_MILLIS = 3_000;
  private static final long LOOK_MILLIS = 20;

  private final String name;
  private final Tally tally;
  private final List<Client> clients = new ArrayList<>();
  private final List<Lines> lines = new ArrayList<>();
  private final List<Conversation> conversations = new ArrayList<>();

  /** With nobody in it yet. */
  ChaosRoom(String name, Tally tally) {
    this.name = name;
    this.tally = tally;
  }

  /** With some people who talk for a while, and do not stay put. */
  static ChaosRoom of(Site site, String name, SplittableRandom random, Tally tally) {
    ChaosRoom room = new ChaosRoom(name, tally);
    int peers = random.nextInt(MIN_PEERS, MAX_PEERS + 1);
    for (int i = 0; i < peers; i++) {
      Lines own = new Lines(site, name, transports(random), random.split());
      room.add(own, random, random.nextInt(MIN_WORDS, MAX_WORDS + 1), true);
    }
    return room;
  }

  /** Somebody who has so much to say, and hangs up now and then if restless. */
  void add(Lines own, SplittableRandom random, int words, boolean restless) {
    String key = "%s-%d-0123456789abcdefghij".formatted(name, clients.size());
    Conversation conversation = new Conversation(key);
    conversations.add(conversation);
    lines.add(own);
    clients.add(new Client(conversation, this, own, random.split(), words, restless, tally));
  }

  /** One for good, or all of them by turns. Polls are cut so often that they need be fewer. */
  private static List<Transport> transports(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> List.of(Transport.WEB_SOCKET);
      case 3, 4 -> List.of(Transport.EVENT_STREAM);
      case 5 -> List.of(Transport.LONG_POLL);
      case 6 -> List.of(Transport.SHORT_POLL);
      default -> List.of(Transport.values());
    };
  }

  /**
   * Lives it through.
   *
   * @throws Violation if somebody has not heard what was said
   */
  void play() throws InterruptedException, IOException {
    try {
      clients.forEach(client -> client.start(name));
      await(TO_SPEAK, clients.stream().map(Client::spoken).toList());
      lines.forEach(Lines::calm);
      settle();
    } finally {
      clients.forEach(Client::goAway);
    }
    await(TO_SETTLE, clients.stream().map(Client::life).toList());
    for (int i = 0; i < clients.size(); i++) {
      tally.delivered(conversations.get(i).delivered());
      lines.get(i).leave(conversations.get(i));
    }
    tally.roomEnded();
  }

  /** Everybody says a last word, and again if somebody comes in after it. */
  private void settle() throws InterruptedException {
    long deadline = System.nanoTime() + TO_SETTLE.toNanos();
    String missing = "";
    while (System.nanoTime() < deadline) {
      lastWords();
      for (long waited = 0; waited < WORD_MILLIS; waited += LOOK_MILLIS) {
        missing = missing();
        if (missing == null) {
          return;
        }
        checkLives();
        Thread.sleep(LOOK_MILLIS);
      }
    }
    throw new Violation(Violation.Kind.LOST, "never heard: " + missing);
  }

  private synchronized void lastWords() {
    for (Conversation conversation : conversations) {
      if (conversation.after() != null) {
        conversation.say();
        tally.said();
      }
    }
  }

  private synchronized @Nullable String missing() {
    for (Conversation conversation : conversations) {
      String missing = conversation.missing(conversations);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private void checkLives() throws InterruptedException {
    for (Client client : clients) {
      if (client.life().isCompletedExceptionally()) {
        await(TO_SETTLE, List.of(client.life()));
      }
    }
  }

  /** All of these, or the first of the clients that fails. */
  private void await(Duration most, List<CompletableFuture<@Nullable Void>> all)
      throws InterruptedException {
    CompletableFuture<@Nullable Void> failure = new CompletableFuture<>();
    clients.forEach(client ->
        client
            .life()
            .exceptionally(e -> {
              failure.completeExceptionally(e);
              return null;
            }));
    var done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(done, failure).get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Violation(Violation.Kind.HUNG, "room %s after %s".formatted(name, most));
    } catch (ExecutionException e) {
      throw violation(e);
    }
  }

  private static Violation violation(ExecutionException e) {
    return e.getCause() instanceof Violation violation
        ? violation
        : new Violation(Violation.Kind.WRONG, String.valueOf(e.getCause()));
  }

  /** What everybody has gone through last. */
  String story() {
    StringBuilder story = new StringBuilder();
    for (int i = 0; i < clients.size(); i++) {
      story.append("--- %s%n%s".formatted(conversations.get(i), clients.get(i).trace()));
    }
    return story.toString();
  }
}
