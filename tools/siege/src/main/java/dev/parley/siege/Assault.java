package dev.parley.siege;

import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.Attacker;
import dev.parley.siege.attack.Ledger;
import dev.parley.siege.verdict.Judge;
import dev.parley.siege.verdict.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One wave while it lasts: each of its attacks again and again, until the time is over. */
final class Assault {
  /** All that this process opens; more than the server that it starts may open. */
  private static final int MOST_CONNECTIONS = 6_000;

  private static final int PAUSE_MILLIS = 200;
  private static final Duration TO_END = Duration.ofSeconds(20);

  private final Wave wave;
  private final Site site;
  private final Duration round;
  private final Judge judge;
  private final Ledger ledger = new Ledger();
  private final List<Thread> threads = new ArrayList<>();
  private final long deadline;
  private volatile boolean over;

  /** An attack begins anew after each round, since seats and logs do not last. */
  Assault(Wave wave, Site site, Duration round, Judge judge, SplittableRandom random) {
    this.wave = wave;
    this.site = site;
    this.round = round;
    this.judge = judge;
    this.deadline = System.nanoTime() + wave.time().toNanos();
    for (Attack attack : wave.attacks()) {
      SplittableRandom own = random.split();
      threads.add(Thread.ofVirtual().name(attack.name()).start(() -> repeat(attack, own)));
    }
  }

  private void repeat(Attack attack, SplittableRandom random) {
    while (!isOver()) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Duration time = left.compareTo(round) < 0 ? left : round;
      try (Attacker attacker =
          new Attacker(
              site,
              wave.manyAddresses(),
              time,
              MOST_CONNECTIONS / wave.attacks().size(),
              ledger,
              judge,
              random.split())) {
        Thread.ofVirtual().start(attacker::closeInTime);
        attack.run(attacker);
      } catch (IOException e) {
        pause(); // it was turned away
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      over = true;
    }
  }

  Ledger ledger() {
    return ledger;
  }

  boolean isOver() {
    return over || System.nanoTime() - deadline >= 0;
  }

  /** Ends it, and tells what was wrong with how the server took it. */
  void end() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join(TO_END);
    }
    for (Attack attack : wave.attacks()) {
      String complaint = attack.complaint(ledger);
      if (complaint != null) {
        judge.fault(complaint);
      }
    }
  }
}
