package dev.parley.siege;

import dev.parley.siege.honest.HonestClients;
import dev.parley.siege.verdict.Judge;
import dev.parley.siege.verdict.Site;
import dev.parley.siege.verdict.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** All waves of a plan, one after the other, while honest clients hold calls. */
public final class Siege {
  private static final int LOOK_MILLIS = 100;
  private static final int LOOKS_PER_SECOND = 10;
  private static final int LOOKS_PER_PROGRESS = 30;

  private final Site site;
  private final Watch watch;
  private final List<Wave> waves;
  private final Pace pace;
  private final SplittableRandom random;
  private final Judge judge;
  private final HonestClients honest;
  private final PrintStream out;
  private final long began = System.nanoTime();
  private final Table table =
      new Table(
          "attack",
          "from",
          "connections",
          "requests",
          "slowest",
          "newcomers",
          "refused",
          "heap",
          "memory",
          "answers");

  Siege(
      Site site,
      Watch watch,
      List<Wave> waves,
      Pace pace,
      long seed,
      Judge judge,
      PrintStream out) {
    this.site = site;
    this.watch = watch;
    this.waves = waves;
    this.pace = pace;
    this.random = new SplittableRandom(seed);
    this.judge = judge;
    this.honest = new HonestClients(site, seed, pace.resumeWindow(), judge);
    this.out = out;
  }

  /** Whether all held. */
  boolean run() throws IOException, InterruptedException {
    if (!honest.begin()) {
      honest.end();
      throw new IOException("the honest clients do not hear each other, without any attack.");
    }
    watch.begin();
    for (Wave wave : waves) {
      if (watch.isAlive()) {
        play(wave);
      }
    }
    if (watch.isAlive()) {
      judge.begin("after the attacks");
      settle();
      honest.finish();
    }
    honest.end();
    watch.finish();
    report();
    return judge.isContent();
  }

  private void play(Wave wave) throws IOException, InterruptedException {
    judge.begin("during " + wave.name() + " from " + wave.origin());
    watch.beginWave();
    Assault assault = new Assault(wave, site, pace.round(), judge, random.split());
    for (int look = 1; !assault.isOver() && watch.isAlive(); look++) {
      Thread.sleep(LOOK_MILLIS);
      if (look % LOOKS_PER_SECOND == 0) {
        honest.check();
      }
      if (look % LOOKS_PER_PROGRESS == 0) {
        watch.look();
        progress(wave, assault);
      }
    }
    if (!watch.isAlive()) {
      honest.end(); // all that they see from now on follows from the one fault
    }
    watch.look();
    progress(wave, assault);
    assault.end();
    row(wave, assault);
  }

  /** Until the seats of the attackers have expired, and what they took is given back. */
  private void settle() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + pace.toSettle().toNanos();
    out.println("%5d s  waiting until the server is as it was".formatted(seconds()));
    while (!watch.isAsBefore() && watch.isAlive() && System.nanoTime() < deadline) {
      for (int look = 0; look < LOOKS_PER_PROGRESS; look++) {
        Thread.sleep(LOOK_MILLIS);
      }
      honest.check();
    }
    watch.judgeRest();
    out.println("%5d s  %s".formatted(seconds(), watch.rest()));
  }

  private void progress(Wave wave, Assault assault) {
    out.println(
        "%5d s  %s from %s: %,d connections, %,d requests, slowest for honest clients %s, %s"
            .formatted(
                seconds(),
                wave.name(),
                wave.origin(),
                assault.ledger().connections(),
                assault.ledger().requests(),
                millis(judge.seen().worstDelay()),
                watch.present()));
  }

  private void row(Wave wave, Assault assault) {
    Judge.Seen seen = judge.seen();
    if (!wave.manyAddresses() && seen.refused() > seen.admitted()) {
      judge.fault(
          "Attacks from one address kept honest clients at others out: %d were let in, %d not."
              .formatted(seen.admitted(), seen.refused()));
    }
    table.row(
        wave.name(),
        wave.origin(),
        "%,d".formatted(assault.ledger().connections()),
        "%,d".formatted(assault.ledger().requests()),
        millis(seen.worstDelay()),
        String.valueOf(seen.admitted()),
        String.valueOf(seen.refused()),
        watch.heap(),
        watch.memory(),
        assault.ledger().answers());
  }

  private void report() {
    out.println();
    out.print(table);
    out.println();
    if (judge.isContent()) {
      out.println("All held: %d waves of attacks in %d s.".formatted(waves.size(), seconds()));
    } else {
      out.println("This did not hold:");
      judge.faults().forEach(fault -> out.println("- " + fault));
    }
  }

  private static String millis(Duration delay) {
    return "%,d ms".formatted(delay.toMillis());
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
  }
}
