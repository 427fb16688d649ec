package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.measure.Metric;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DrawingTest {
  private final Results results = new Results();

  @Test
  void barsAreAsLongAsTheirValues() throws Exception {
    add("parley", "relay1", Metric.CPU, 10);
    add("peerjs", "relay1", Metric.CPU, 20);
    NodeList bars = drawn(CostDrawing.of(results)).getElementsByTagName("rect");
    assertThat(bars.getLength()).isEqualTo(2);
    assertThat(number(bars, 1, "width")).isEqualTo(2 * number(bars, 0, "width"));
  }

  @Test
  void pointsRiseWithTheirValuesAndGoToTheRight() throws Exception {
    add("parley", "room 2", Metric.CPU, 4);
    add("parley", "room 1000", Metric.CPU, 8);
    NodeList dots = drawn(GrowthDrawing.of(results)).getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(2);
    assertThat(number(dots, 1, "cx")).isGreaterThan(number(dots, 0, "cx"));
    assertThat(number(dots, 1, "cy")).isLessThan(number(dots, 0, "cy"));
  }

  @Test
  void textIsEscaped() throws Exception {
    Svg svg = new Svg(10, 10);
    svg.text(1, 2, Svg.Anchor.START, true, "a < b & c");
    assertThat(drawn(svg.toString()).getDocumentElement().getTextContent().strip())
        .isEqualTo("a < b & c");
  }

  private void add(String server, String name, Metric metric, double value) {
    results.add(new Row(server, name, 1, Map.of(metric, value), List.of()));
  }

  private static double number(NodeList list, int index, String attribute) {
    return Double.parseDouble(((Element) list.item(index)).getAttribute(attribute));
  }

  private static Document drawn(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
