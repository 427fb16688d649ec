package dev.parley.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code and the coordinates in docs/embedding.md are those of the sources and the build. */
class EmbeddingDocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern FENCE = Pattern.compile("(?m)^```");
  private static final Pattern BLOCK =
      Pattern.compile("\\[[^]]*]\\(([^)]*\\.java)\\)\\):\n\n```java\n(.*?)\n```\n", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern ARTIFACT = Pattern.compile("`dev\\.parley:([a-z-]+)`");

  /** The indentations that a block may have in its source. */
  private static final List<String> MARGINS = List.of("", "  ", "    ", "      ");

  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(DOCS.resolve("embedding.md"));
  }

  @Test
  void eachBlockIsInItsSource() throws IOException {
    List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
    long fences = FENCE.matcher(page).results().count();
    assertThat(fences)
        .as("every block but the XML names its source")
        .isEqualTo(2 * blocks.size() + 2);

    for (MatchResult block : blocks) {
      String source = Files.readString(DOCS.resolve(block.group(1)));
      assertThat(MARGINS)
          .as("%s contains these lines:\n%s", block.group(1), block.group(2))
          .anyMatch(margin -> source.contains("\n" + indented(block.group(2), margin) + "\n"));
    }
  }

  private static String indented(String block, String margin) {
    return block
        .lines()
        .map(line -> line.isEmpty() ? line : margin + line)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void linkedFilesExist() {
    assertThat(LINK.matcher(page).results())
        .isNotEmpty()
        .allSatisfy(link -> assertThat(DOCS.resolve(link.group(1))).exists());
  }

  @Test
  void coordinatesMatchTheBuild() throws IOException {
    String parent = Files.readString(Path.of("..", "pom.xml"));
    String version = parent.replaceFirst("(?s).*?<version>([^<]*)</version>.*", "$1");
    assertThat(page)
        .contains(
            """
            <dependency>
              <groupId>dev.parley</groupId>
              <artifactId>signaling-core</artifactId>
              <version>%s</version>
            </dependency>
            """
                .formatted(version));

    assertThat(ARTIFACT.matcher(page).results())
        .extracting(artifact -> artifact.group(1))
        .containsExactlyInAnyOrder("signaling-core", "signaling-websocket", "signaling-server")
        .allSatisfy(artifact ->
            assertThat(Files.readString(Path.of("..", artifact, "pom.xml")))
                .contains("<groupId>dev.parley</groupId>")
                .contains("<artifactId>" + artifact + "</artifactId>"));
  }

  @Test
  void javaModuleHasTheDocumentedName() throws IOException {
    Path descriptor = Path.of("..", "signaling-core", "src", "main", "java", "module-info.java");

    assertThat(page).contains("the Java module `dev.parley.signaling`");
    assertThat(Files.readString(descriptor)).contains("module dev.parley.signaling {");
  }

  @Test
  void javaVersionMatchesTheBuild() throws IOException {
    assertThat(page).contains("They need Java 25.");
    assertThat(Files.readString(Path.of("..", "pom.xml")))
        .contains("<maven.compiler.release>25</maven.compiler.release>");
  }

  /** The dependencies in the table of the page. */
  @Test
  void coreHasTheDocumentedDependencies() throws IOException {
    String pom = Files.readString(Path.of("..", "signaling-core", "pom.xml"));
    Stream<String> needed =
        Pattern.compile("<artifactId>([a-z-]+)</artifactId></dependency>")
            .matcher(pom)
            .results()
            .map(dependency -> dependency.group(1));

    assertThat(needed).containsExactly("gson", "guava");
  }
}
