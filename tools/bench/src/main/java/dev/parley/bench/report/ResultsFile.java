package dev.parley.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.parley.bench.measure.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A file of JSON with results, and what they were measured on. */
public final class ResultsFile {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path path;

  public ResultsFile(Path path) {
    this.path = path;
  }

  public void write(Results results) throws IOException {
    JsonArray runs = new JsonArray();
    results.rows().forEach(row -> runs.add(json(row)));
    JsonObject all = new JsonObject();
    all.addProperty("origin", results.origin());
    all.add("medians", medians(results));
    all.add("runs", runs);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, GSON.toJson(all) + "\n");
  }

  /** Those of the table, with what ours is as a share of the others'. */
  private static JsonArray medians(Results results) {
    JsonArray medians = new JsonArray();
    for (String name : results.cases()) {
      for (Metric metric : Metric.values()) {
        JsonObject json = new JsonObject();
        json.addProperty("case", name);
        json.addProperty("metric", metric.key());
        for (String server : results.servers()) {
          results.median(server, name, metric).ifPresent(value -> json.addProperty(server, value));
          results
              .share(server, name, metric)
              .ifPresent(share -> json.addProperty("share of " + server, share));
        }
        if (json.size() > 2) {
          medians.add(json);
        }
      }
    }
    return medians;
  }

  private static JsonObject json(Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("server", row.server());
    json.addProperty("case", row.name());
    json.addProperty("round", row.round());
    row.values().forEach((metric, value) -> json.addProperty(metric.key(), value));
    JsonArray faults = new JsonArray();
    row.faults().forEach(faults::add);
    json.add("faults", faults);
    return json;
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if there is no such file, or none of ours
   */
  public Results read() throws IOException {
    try {
      JsonObject all = GSON.fromJson(Files.readString(path), JsonObject.class);
      List<Row> rows = new ArrayList<>();
      all.getAsJsonArray("runs").forEach(run -> rows.add(row(run.getAsJsonObject())));
      return new Results(all.get("origin").getAsString(), rows);
    } catch (NoSuchFileException e) {
      throw new IOException("there are no results in " + path + " yet: measure first", e);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IOException(path + " has no results of ours: remove it, and measure again", e);
    }
  }

  private static Row row(JsonObject json) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (json.has(metric.key())) {
        values.put(metric, json.get(metric.key()).getAsDouble());
      }
    }
    return new Row(
        json.get("server").getAsString(),
        json.get("case").getAsString(),
        json.get("round").getAsInt(),
        values,
        json.getAsJsonArray("faults").asList().stream().map(JsonElement::getAsString).toList());
  }
}
