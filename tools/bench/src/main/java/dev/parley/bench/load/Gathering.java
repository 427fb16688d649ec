package dev.parley.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Brings all groups of a scene together, a few at a time. */
final class Gathering {
  private static final int AT_ONCE = 64;
  private static final int SLOWEST_PER_SECOND = 100;
  private static final int PATIENCE_SECONDS = 30;
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Run run;
  private final List<Group> groups = new ArrayList<>();

  Gathering(Run run) {
    this.run = run;
  }

  List<Group> gather() throws IOException {
    Scene scene = run.scene();
    int people = scene.groups() * scene.members();
    long patience = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS + people / SLOWEST_PER_SECOND);
    long deadline = System.nanoTime() + patience;
    while (groups.size() < scene.groups() || run.coming() > 0) {
      while (groups.size() < scene.groups() && run.coming() < AT_ONCE) {
        groups.add(run.inviteOne());
      }
      run.loop().turn(run.loop().now() + GLANCE);
      if (run.tally().wrong() > 0 || System.nanoTime() > deadline) {
        throw new IOException(why(people));
      }
    }
    return groups;
  }

  private String why(int people) {
    List<String> faults = run.tally().faults();
    return "of %,d connections only %,d came in: %s"
        .formatted(people, run.in(), faults.isEmpty() ? "the server is silent" : faults.getLast());
  }
}
