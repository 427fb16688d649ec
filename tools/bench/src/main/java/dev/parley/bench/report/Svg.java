package dev.parley.bench.report;

import java.util.Locale;

/** A drawing for light and for dark pages: transparent, in colours between the two. */
final class Svg {
  static final String OURS = "#2f81d6";
  static final String OTHERS = "#8a93a0";
  static final String TEXT = "#7a838f";

  private static final double RADIUS = 3.5;
  private static final double RULE = 0.5;
  private static final double TEN = 10;

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  /** Where a text ends that is put at a place. */
  enum Anchor {
    START,
    MIDDLE,
    END;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
  }

  void text(double x, double y, Anchor anchor, boolean bold, String text) {
    String weight = bold ? " font-weight=\"bold\"" : "";
    add("text" + at("x", x) + at("y", y) + at("text-anchor", anchor) + weight, escaped(text));
  }

  void bar(double x, double y, double length, double thickness, String colour) {
    String box = at("x", x) + at("y", y) + at("width", length) + at("height", thickness);
    add("rect" + box + at("rx", 2) + at("fill", colour), "");
  }

  /** A line through points, each of which is {@code x,y}. */
  void line(String points) {
    String stroke = at("stroke", OURS) + at("stroke-width", 2);
    add("polyline" + at("points", points) + at("fill", "none") + stroke, "");
  }

  void dot(double x, double y) {
    add("circle" + at("cx", x) + at("cy", y) + at("r", RADIUS) + at("fill", OURS), "");
  }

  /** A thin line to the right. */
  void rule(double x, double y, double length) {
    bar(x, y, length, RULE, TEXT);
  }

  private static String at(String name, double value) {
    return at(name, number(value));
  }

  private static String at(String name, Object value) {
    return " " + name + "=\"" + value + "\"";
  }

  /** As it stands in a drawing: no more digits than can be seen. */
  static String number(double value) {
    return Double.toString(Math.rint(value * TEN) / TEN);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void add(String beginning, String content) {
    String name = beginning.substring(0, beginning.indexOf(' '));
    body.append("  <").append(beginning).append('>').append(content);
    body.append("</").append(name).append(">\n");
  }

  @Override
  public String toString() {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            .formatted(width, height)
        + at("width", width)
        + at("height", height)
        + at("font-family", "sans-serif")
        + at("font-size", 12)
        + at("fill", TEXT)
        + ">\n"
        + body
        + "</svg>\n";
  }
}
