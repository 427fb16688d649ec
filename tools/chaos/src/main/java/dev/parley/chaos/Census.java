package dev.parley.chaos;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many objects there are of each class of a server, and how much memory is used in this
 * process, once all that nobody holds is gone.
 */
public record Census(Map<String, Long> objects, long bytes) {
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(dev\\.parley\\.(?:signaling|server)\\S*).*");

  public static Census take() {
    Map<String, Long> objects = new TreeMap<>();
    histogram()
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> objects.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum));
    return new Census(objects, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  /** Of which classes there are more than there were, and how many. */
  public Map<String, Long> moreThan(Census earlier) {
    Map<String, Long> more = new TreeMap<>();
    objects.forEach((name, count) -> {
      long added = count - earlier.objects.getOrDefault(name, 0L);
      if (added > 0) {
        more.put(name, added);
      }
    });
    return more;
  }

  /** The JVM collects garbage before it counts. */
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
      throw new IllegalStateException("this JVM cannot count its objects", e);
    }
  }
}
