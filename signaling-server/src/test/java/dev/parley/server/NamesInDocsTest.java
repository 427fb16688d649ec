package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The classes, fields and methods that the documents name exist. */
class NamesInDocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

  /** {@code `Type.member`}, all of a type, or {@code `.member`} of the type named last. */
  private static final Pattern MEMBER =
      Pattern.compile("`([A-Z]\\w*)?\\.(\\w+|\\*)(?:\\([^`]*\\))?`");

  /** A name of several words in camel case, which is taken for a class. */
  private static final Pattern NAME = Pattern.compile("\\b(?:[A-Z][a-z]+){2,}\\b");

  /** Names like that which are not of this project. */
  private static final Pattern EXTERNAL =
      Pattern.compile("EventSource|InstantSource|NullAway|NullMarked|WebSockets");

  /** The source file of each type; several, if there are types of the same name. */
  private static final Map<String, String> SOURCES = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    readModules(ROOT);
    for (String folder : new String[] {"signaling", "media", "rtc", "topology"}) {
      readAll(ROOT.resolve("web-client").resolve(folder), ".js");
    }
  }

  /** Reads the sources of a module, and of all modules that its pom.xml lists. */
  private static void readModules(Path module) throws IOException {
    if (Files.isDirectory(module.resolve("src"))) {
      readAll(module.resolve("src"), ".java");
    }
    for (MatchResult child :
        MODULE.matcher(Files.readString(module.resolve("pom.xml"))).results().toList()) {
      readModules(module.resolve(child.group(1)));
    }
  }

  private static void readAll(Path folder, String extension) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> file.toString().endsWith(extension)).forEach(NamesInDocsTest::readFile);
    }
  }

  private static void readFile(Path file) {
    try {
      String source = Files.readString(file);
      TYPE.matcher(source)
          .results()
          .forEach(type -> SOURCES.merge(type.group(1), source, String::concat));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyMemberInConcurrencyDocsExists() throws IOException {
    String type = "";
    int members = 0;
    for (MatchResult match : results(MEMBER, "concurrency.md")) {
      type = Objects.requireNonNullElse(match.group(1), type);
      assertThat(SOURCES).as(match.group()).containsKey(type);
      String member = match.group(2);
      if (!member.equals("*")) {
        String declaration = "(?m)^ {2,4}\\w[^(=;]*\\b" + member + "(?: =|;|\\()";
        boolean declared =
            Pattern.compile(declaration).matcher(SOURCES.getOrDefault(type, "")).find();
        assertThat(declared).as(type + " declares " + member).isTrue();
        members++;
      }
    }
    assertThat(members).isGreaterThan(50);
  }

  @Test
  void everyClassInDocsExists() throws IOException {
    for (String page : new String[] {"architecture.md", "concurrency.md"}) {
      assertThat(results(NAME, page))
          .as(page)
          .hasSizeGreaterThan(30)
          .extracting(MatchResult::group)
          .filteredOn(name -> !EXTERNAL.matcher(name).matches())
          .allSatisfy(name -> assertThat(SOURCES).containsKey(name));
    }
  }

  private static MatchResult[] results(Pattern pattern, String page) throws IOException {
    String text = Files.readString(ROOT.resolve("docs").resolve(page));
    return pattern.matcher(text).results().toArray(MatchResult[]::new);
  }
}
