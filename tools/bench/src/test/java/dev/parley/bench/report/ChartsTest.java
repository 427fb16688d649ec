package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.bench.load.Metric;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ChartsTest {
  @BeforeAll
  static void requireFonts() {
    assumeTrue(hasFonts(), "Java needs fontconfig and a font to draw charts");
  }

  /**
   * Java has no query for this: it fails in different ways when it measures text without a font.
   */
  private static boolean hasFonts() {
    try {
      return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          > 0;
    } catch (RuntimeException | Error _) {
      return false;
    }
  }

  @Test
  void barsShowTheCpuTimeOfEachServer() throws Exception {
    Map<String, Double> servers = new LinkedHashMap<>();
    servers.put("parley", 10.0);
    servers.put("peer <js>", 20.0);
    Document svg = parsed(Charts.costs(summary(Map.of("relay1", servers))));
    assertThat(texts(svg)).contains("parley", "10.0", "peer <js>", "20.0");
    NodeList bars = svg.getElementsByTagName("rect");
    assertThat(width(bars, 1)).isCloseTo(2 * width(bars, 0), within(1.0));
  }

  @Test
  void linesShowEachPointOfAGrowthCurve() throws Exception {
    Document svg =
        parsed(
            Charts.growth(
                summary(
                    Map.of("room 2", Map.of("parley", 4.0), "room 1000", Map.of("parley", 8.0)))));
    assertThat(texts(svg)).contains("Members of a room: µs per delivery", "1,000", "4.00", "8.00");
  }

  @Test
  void theSameResultsGiveTheSameFile() {
    Summary summary = summary(Map.of("call", Map.of("parley", 4.0)));
    assertThat(Charts.costs(summary)).isEqualTo(Charts.costs(summary));
  }

  private static Summary summary(Map<String, Map<String, Double>> cpuByBenchmark) {
    Map<String, Map<Metric, Map<String, Double>>> medians = new HashMap<>();
    cpuByBenchmark.forEach((benchmark, cpu) -> medians.put(benchmark, Map.of(Metric.CPU, cpu)));
    return new Summary("Linux", 1, null, medians);
  }

  private static double width(NodeList bars, int index) {
    return Double.parseDouble(
        bars.item(index).getAttributes().getNamedItem("width").getNodeValue());
  }

  private static List<String> texts(Document svg) {
    NodeList texts = svg.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent().strip())
        .toList();
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    // The document type names a file at w3.org.
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
