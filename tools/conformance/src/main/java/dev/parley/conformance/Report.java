package dev.parley.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Prints each result as it comes, then their numbers, and writes a file in JUnit's format. */
final class Report {
  private final PrintWriter out;
  private final List<Result> results = new ArrayList<>(); // guarded by this

  Report(PrintWriter out) {
    this.out = out;
  }

  synchronized void add(Result result) {
    results.add(result);
    out.print(result.report());
    out.flush();
  }

  /** Prints the numbers of results. */
  synchronized void finish(Duration time) {
    out.println(
        "%d passed, %d failed, %d skipped"
            .formatted(
                count(results, Result.Status.PASSED),
                count(results, Result.Status.FAILED),
                count(results, Result.Status.SKIPPED)));
    out.println("in %d s".formatted(time.toSeconds()));
  }

  synchronized boolean hasFailures() {
    return count(results, Result.Status.FAILED) > 0;
  }

  synchronized List<Result> results() {
    return List.copyOf(results);
  }

  private static long count(List<Result> results, Result.Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  /** Writes a file that CI systems read: a suite for each group. */
  synchronized void writeJUnit(Path file) throws IOException {
    Map<String, List<Result>> suites =
        results.stream()
            .sorted(Comparator.comparing(Result::name))
            .collect(Collectors.groupingBy(Result::group, TreeMap::new, Collectors.toList()));
    try (Writer writer = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      for (Map.Entry<String, List<Result>> suite : suites.entrySet()) {
        writeSuite(xml, suite.getKey(), suite.getValue());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void writeSuite(XMLStreamWriter xml, String group, List<Result> suite)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "conformance." + group);
    xml.writeAttribute("tests", String.valueOf(suite.size()));
    xml.writeAttribute("failures", String.valueOf(count(suite, Result.Status.FAILED)));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", String.valueOf(count(suite, Result.Status.SKIPPED)));
    for (Result result : suite) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "conformance." + group);
      xml.writeAttribute("name", result.name());
      xml.writeAttribute("time", "%.3f".formatted(result.time().toNanos() / 1e9));
      switch (result.status()) {
        case PASSED -> {}
        case SKIPPED -> {
          xml.writeEmptyElement("skipped");
          xml.writeAttribute("message", text(result.detail()));
        }
        case FAILED -> {
          xml.writeStartElement("failure");
          xml.writeAttribute("message", text(reason(result.detail())));
          xml.writeCharacters(text(result.detail()));
          xml.writeEndElement();
        }
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** The sentence of a scenario's report, or the first line. */
  private static String reason(String detail) {
    return detail
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("because"))
        .map(line -> line.substring("because".length()).strip())
        .findFirst()
        .orElseGet(() -> detail.lines().findFirst().orElse(""));
  }

  /** Without the characters that XML 1.0 cannot express, which a faulty server may send. */
  private static String text(String text) {
    return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "\uFFFD");
  }
}
