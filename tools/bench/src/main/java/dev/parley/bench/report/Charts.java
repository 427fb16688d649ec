package dev.parley.bench.report;

import dev.parley.bench.load.Metric;
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
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.Axis;
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
  private static final StandardChartTheme THEME = theme();

  private static final int COLUMNS = 2;
  private static final int WIDTH = 380;
  private static final int GAP = 20;

  private Charts() {}

  private static StandardChartTheme theme() {
    StandardChartTheme theme = new StandardChartTheme("transparent");
    theme.setExtraLargeFont(BOLD);
    theme.setRegularFont(FONT);
    theme.setSmallFont(FONT);
    theme.setTitlePaint(TEXT);
    theme.setTickLabelPaint(TEXT);
    theme.setItemLabelPaint(TEXT);
    theme.setBarPainter(new StandardBarPainter());
    theme.setShadowVisible(false);
    theme.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return theme;
  }

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
      Double value = summary.median(server, benchmark, Metric.CPU);
      if (value != null) {
        data.addValue(value, benchmark, server);
      }
    }
    BarRenderer renderer =
        new BarRenderer() {
          @Override
          public Paint getItemPaint(int row, int column) {
            return data.getColumnKey(column).equals(Summary.PARLEY) ? PARLEY : OTHERS;
          }
        };
    renderer.setMaximumBarWidth(0.17);
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator() {
          @Override
          public String generateLabel(CategoryDataset dataset, int row, int column) {
            return Tables.number(dataset.getValue(row, column).doubleValue());
          }
        });
    CategoryAxis servers = new CategoryAxis();
    servers.setAxisLineVisible(false);
    servers.setLowerMargin(0);
    servers.setUpperMargin(0);
    CategoryPlot plot = new CategoryPlot(data, servers, valueAxis(), renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeGridlinesVisible(false);
    JFreeChart chart = chart(title, plot, servers);
    servers.setTickLabelFont(Summary.PARLEY, BOLD);
    return chart;
  }

  private static JFreeChart line(Summary summary, GrowthCurve curve) {
    XYSeries series = new XYSeries(curve);
    for (int point : curve.points()) {
      Double value = summary.median(Summary.PARLEY, curve.benchmark(point), curve.metric());
      if (value != null) {
        series.add(point, value);
      }
    }
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelGenerator(
        (dataset, row, item) -> Tables.number(dataset.getYValue(row, item)));
    LogAxis quantity =
        new LogAxis() {
          // Labels the measured points instead of the powers of ten.
          @Override
          public List<NumberTick> refreshTicks(
              Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
            return curve.points().stream().map(Charts::tick).toList();
          }
        };
    quantity.setAxisLinePaint(TEXT);
    quantity.setLowerMargin(0.1);
    quantity.setUpperMargin(0.1);
    XYPlot plot = new XYPlot(new XYSeriesCollection(series), quantity, valueAxis(), renderer);
    plot.setRangeGridlinesVisible(false);
    plot.setDomainGridlinesVisible(false);
    JFreeChart chart = chart(curve.quantity() + ": " + curve.unit(), plot, quantity);
    // The theme resets the styles of series.
    renderer.setSeriesPaint(0, PARLEY);
    renderer.setSeriesStroke(0, new BasicStroke(2));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
    return chart;
  }

  private static NumberTick tick(int point) {
    return new NumberTick(
        point, Tables.grouped(point), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0);
  }

  /** Invisible: each value has a label. */
  private static NumberAxis valueAxis() {
    NumberAxis axis = new NumberAxis();
    axis.setVisible(false);
    axis.setUpperMargin(0.2); // room for the labels
    return axis;
  }

  private static JFreeChart chart(String title, Plot plot, Axis labels) {
    JFreeChart chart = new JFreeChart(title, BOLD, plot, false);
    THEME.apply(chart);
    chart.setBackgroundPaint(null);
    chart.setPadding(RectangleInsets.ZERO_INSETS);
    chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
    chart.getTitle().setMargin(0, 0, 6, 0);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    labels.setTickMarksVisible(false);
    return chart;
  }

  private static String svg(String title, List<JFreeChart> charts, int height) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null);
      SVGGraphics2D graphics = new SVGGraphics2D(document);
      int rows = Math.ceilDiv(charts.size(), COLUMNS);
      graphics.setSVGCanvasSize(new Dimension(COLUMNS * WIDTH, rows * height));
      for (int i = 0; i < charts.size(); i++) {
        int x = i % COLUMNS * WIDTH;
        int y = i / COLUMNS * height;
        Rectangle2D area = new Rectangle2D.Double(x, y, WIDTH - GAP, height - GAP);
        charts.get(i).draw(graphics, area);
      }
      Element root = graphics.getRoot();
      Element name = document.createElementNS(SVGGraphics2D.SVG_NAMESPACE_URI, "title");
      name.setTextContent(title);
      root.insertBefore(name, root.getFirstChild());
      root.setAttribute("role", "img");
      StringWriter text = new StringWriter();
      graphics.stream(root, text);
      return text.toString();
    } catch (ParserConfigurationException | SVGGraphics2DIOException e) {
      throw new IllegalStateException(e); // memory and the default configuration do not fail
    }
  }
}
