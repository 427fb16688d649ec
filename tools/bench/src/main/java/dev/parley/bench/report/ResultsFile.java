package dev.parley.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A JSON file with a summary, and with the runs that it summarizes. */
public final class ResultsFile {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path path;

  public ResultsFile(Path path) {
    this.path = path;
  }

  private record Content(Summary summary, List<Results.Run> runs) {}

  public void write(Results results) throws IOException {
    write(new Content(results.summary(), results.runs()));
  }

  /** Writes the medians without the runs. */
  public void write(Summary summary) throws IOException {
    write(new Content(summary, List.of()));
  }

  private void write(Content content) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, GSON.toJson(content) + "\n");
  }

  public boolean exists() {
    return Files.exists(path);
  }

  public Summary read() throws IOException {
    try {
      Content content = GSON.fromJson(Files.readString(path), Content.class);
      if (content == null || content.summary == null || content.summary.medians() == null) {
        throw new JsonParseException("not a summary");
      }
      return content.summary;
    } catch (NoSuchFileException e) {
      throw new IOException("there are no results in " + path + " yet: measure first", e);
    } catch (JsonParseException e) {
      throw new IOException(path + " is not a file of results: remove it and measure again", e);
    }
  }
}
