package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Results as SVG, by JFreeChart and Batik. The background is transparent, and the colors are
 * legible on light and on dark pages.
 */
public final class Charts {
  private static final Color PARLEY = new Color(0x2f81d6);
  private static final Color OTHERS = new Color(0x8a93a0);
  private static final Color TEXT = new Color(0x7a838f);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font BOLD = FONT.deriveFont(Font.BOLD);

  private static final int COLUMNS = 2;
  private static final int WIDTH = 380;
  private static final int GAP = 20;
  private static final double ROOM_FOR_VALUES = 0.2;
  private static final double MAX_BAR_WIDTH = 0.17;

  private Charts() {}

  /** Bars: the CPU time of each server in four benchmarks. */
  public static String costs(Summary summary) {
    List<JFreeChart> charts =
        List.of(
            bars(summary, "relay1", "relay1: µs of CPU per message"),
            bars(summary, "relay16", "relay16: µs of CPU per message"),
            bars(summary, "call", "call: µs of CPU per call"),
            bars(summary, "fan50", "fan50: µs of CPU per delivery"));
    return svg("CPU time of each server", charts, 130);
  }

  /** Lines: the cost of Parley for each growth curve. */
  public static String growth(Summary summary) {
    List<JFreeChart> charts =
        Arrays.stream(GrowthCurve.values()).map(curve -> line(summary, curve)).toList();
    return svg("Cost of Parley as load grows", charts, 190);
  }

  private static JFreeChart bars(Summary summary, String benchmark, String title) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (String server : summary.servers()) {
      summary
          .median(server, benchmark, Metric.CPU)
          .ifPresent(value -> data.addValue(value, benchmark, server));
    }
    BarRenderer renderer =
        new BarRenderer() {
          @Override
          public Paint getItemPaint(int row, int column) {
            return data.getColumnKey(column).equals(Summary.PARLEY) ? PARLEY : OTHERS;
          }
        };
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(MAX_BAR_WIDTH);
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator() {
          @Override
          public String generateLabel(CategoryDataset dataset, int row, int column) {
            return Tables.number(dataset.getValue(row, column).doubleValue());
          }
        });
    showValues(renderer, ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT);
    CategoryAxis servers = new CategoryAxis();
    servers.setTickLabelPaint(TEXT);
    servers.setTickLabelFont(FONT);
    servers.setTickLabelFont(Summary.PARLEY, BOLD);
    servers.setAxisLineVisible(false);
    servers.setTickMarksVisible(false);
    servers.setLowerMargin(0);
    servers.setUpperMargin(0);
    CategoryPlot plot = new CategoryPlot(data, servers, valueAxis(), renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeGridlinesVisible(false);
    return chart(title, plot);
  }

  private static JFreeChart line(Summary summary, GrowthCurve curve) {
    XYSeries series = new XYSeries(curve);
    for (int point : curve.points()) {
      summary
          .median(Summary.PARLEY, curve.benchmark(point), curve.metric())
          .ifPresent(value -> series.add(point, value));
    }
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setSeriesPaint(0, PARLEY);
    renderer.setSeriesStroke(0, new BasicStroke(2));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
    renderer.setDefaultItemLabelGenerator(
        (dataset, row, item) -> Tables.number(dataset.getYValue(row, item)));
    showValues(renderer, ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER);
    LogAxis quantity =
        new LogAxis() {
          // Labels the measured points instead of the powers of ten.
          @Override
          public List<NumberTick> refreshTicks(
              Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
            return curve.points().stream()
                .map(point ->
                    new NumberTick(
                        point, Tables.grouped(point), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0))
                .toList();
          }
        };
    quantity.setTickLabelPaint(TEXT);
    quantity.setTickLabelFont(FONT);
    quantity.setAxisLinePaint(TEXT);
    quantity.setTickMarksVisible(false);
    quantity.setLowerMargin(0.1);
    quantity.setUpperMargin(0.1);
    XYPlot plot = new XYPlot(new XYSeriesCollection(series), quantity, valueAxis(), renderer);
    plot.setRangeGridlinesVisible(false);
    plot.setDomainGridlinesVisible(false);
    return chart(curve.quantity() + ": " + curve.unit(), plot);
  }

  private static NumberAxis valueAxis() {
    NumberAxis axis = new NumberAxis();
    axis.setVisible(false);
    axis.setUpperMargin(ROOM_FOR_VALUES);
    return axis;
  }

  private static void showValues(
      AbstractRenderer renderer, ItemLabelAnchor anchor, TextAnchor alignment) {
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelPaint(TEXT);
    renderer.setDefaultItemLabelFont(FONT);
    renderer.setDefaultPositiveItemLabelPosition(new ItemLabelPosition(anchor, alignment));
  }

  private static JFreeChart chart(String title, Plot plot) {
    JFreeChart chart = new JFreeChart(title, BOLD, plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(RectangleInsets.ZERO_INSETS);
    chart.getTitle().setPaint(TEXT);
    chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
    chart.getTitle().setMargin(0, 0, 6, 0);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    return chart;
  }

  private static String svg(String title, List<JFreeChart> charts, int height) {
    String namespace = SVGGraphics2D.SVG_NAMESPACE_URI;
    Document document = newDocument(namespace);
    SVGGraphics2D graphics = new SVGGraphics2D(document);
    graphics.setSVGCanvasSize(
        new Dimension(COLUMNS * WIDTH, Math.ceilDiv(charts.size(), COLUMNS) * height));
    for (int i = 0; i < charts.size(); i++) {
      int x = i % COLUMNS * WIDTH;
      int y = i / COLUMNS * height;
      charts.get(i).draw(graphics, new Rectangle2D.Double(x, y, WIDTH - GAP, height - GAP));
    }
    Element root = graphics.getRoot();
    Element name = document.createElementNS(namespace, "title");
    name.setTextContent(title);
    root.insertBefore(name, root.getFirstChild());
    root.setAttribute("role", "img");
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  private static Document newDocument(String namespace) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(namespace, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e); // the default configuration always exists
    }
  }
}
