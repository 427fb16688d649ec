package dev.parley.chaos;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The reachable objects of a server in this process, for tests of memory leaks.
 *
 * @param objects the number of instances, by the names of the product's classes
 * @param bytes the used heap, of all classes
 */
public record HeapSnapshot(Map<String, Long> objects, long bytes) {
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(dev\\.parley\\.(?:signaling|server)\\S*).*");

  /** Collects garbage, then counts. */
  public static HeapSnapshot take() {
    Map<String, Long> objects = new TreeMap<>();
    histogram()
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> objects.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum));
    return new HeapSnapshot(
        objects, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  /** Returns the classes that have more instances than before, and how many more. */
  public Map<String, Long> growthSince(HeapSnapshot before) {
    Map<String, Long> growth = new TreeMap<>();
    objects.forEach((name, count) -> {
      long added = count - before.objects.getOrDefault(name, 0L);
      if (added > 0) {
        growth.put(name, added);
      }
    });
    return growth;
  }

  /** The JVM collects garbage before it makes a class histogram. */
  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("this JVM has no class histogram", e);
    }
  }
}
