package dev.parley.bench.report;

/** A page of documentation with places into which results are put. */
public final class Page {
  private Page() {}

  /**
   * The page with this between {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}.
   *
   * @throws IllegalArgumentException if it has no such place
   */
  public static String filled(String page, String name, String content) {
    String begin = "<!-- begin " + name + " -->\n";
    String end = "<!-- end " + name + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end, Math.max(0, from));
    if (from < 0 || to < 0) {
      throw new IllegalArgumentException(
          "The page has no place for \"%s\": it wants a line %s and a line %s."
              .formatted(name, begin.strip(), end));
    }
    return page.substring(0, from + begin.length()) + content + page.substring(to);
  }
}
