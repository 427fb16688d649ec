package dev.parley.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Fixtures satisfy the schemas, and each kind of mistake is reported with its place. */
class ProtocolSchemasTest {
  private static final Path FIXTURES = Path.of("..", "..", "protocol", "fixtures");
  private static final String KEY = "\"key\":\"ana-fixture-key-0123456789abcdef\"";

  private final ProtocolSchemas open = ProtocolSchemas.open();
  private final ProtocolSchemas closed = ProtocolSchemas.closed();

  @TestFactory
  Stream<DynamicTest> fixturesAreValid() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(FIXTURES)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(40);
    return files.stream()
        .map(file ->
            DynamicTest.dynamicTest(
                FIXTURES.relativize(file).toString(),
                () -> {
                  String json = Files.readString(file);
                  boolean request = file.toString().contains("requests");
                  assertThat(
                          request
                              ? closed.problemsOfRequest(json)
                              : closed.problemsOfServerMessage(json))
                      .as(json)
                      .isEmpty();
                }));
  }

  @Test
  void wrongMembersAreReportedWithTheirPlace() {
    assertThat(open.problemsOfRequest("{\"type\":\"leave\",\"id\":0}"))
        .containsExactly("/id: 0 is less than 1 (protocol/schemas/types.json#/$defs/requestId)");
    assertThat(open.problemsOfRequest("{\"type\":\"leave\"}"))
        .singleElement()
        .asString()
        .startsWith("the message:")
        .contains("id");
  }

  @Test
  void textThatIsNoMessageIsReported() {
    assertThat(open.problemsOfRequest("{")).singleElement().asString().startsWith("it is not JSON");
    assertThat(open.problemsOfRequest("{\"type\":\"ping\"} x")).isNotEmpty();
    assertThat(open.problemsOfRequest("[]")).isNotEmpty();
    assertThat(open.problemsOfRequest("{\"type\":7}")).isNotEmpty();
    assertThat(open.problemsOfRequest("{\"type\":\"../events/state\"}")).isNotEmpty();
    assertThat(open.problemsOfRequest("{\"type\":\"joined\"}"))
        .containsExactly("no schema in protocol/schemas has the type \"joined\"");
  }

  @Test
  void extensionKeywordsLimitLengthsInTheirUnits() {
    String pair = "\\ud83d\\ude00";
    assertThat(open.problemsOfRequest(join("\"name\":\"" + pair.repeat(50) + "\""))).isEmpty();
    assertThat(open.problemsOfRequest(join("\"name\":\"" + pair.repeat(51) + "\""))).hasSize(1);
    assertThat(open.problemsOfRequest(join("\"data\":\"" + "a".repeat(8_190) + "\""))).isEmpty();
    assertThat(open.problemsOfRequest(join("\"data\":\"" + "a".repeat(8_191) + "\""))).hasSize(1);
    assertThat(open.problemsOfRequest(join("\"features\":[" + "\"a\",".repeat(99) + "\"b\"]")))
        .isEmpty();
    assertThat(open.problemsOfRequest("{\"type\":\"leave\",\"id\":5.0}")).hasSize(1);
    assertThat(open.problemsOfRequest("{\"type\":\"join\"," + KEY.replace("f\"", "f\\n\"") + "}"))
        .hasSize(1);
  }

  @Test
  void onlyClosedSchemasRefuseWhatLaterVersionsMayAdd() {
    for (String later :
        List.of(
            "{\"type\":\"pong\",\"new\":1}",
            "{\"type\":\"error\",\"code\":\"new\",\"message\":\"New.\"}")) {
      assertThat(open.problemsOfServerMessage(later)).isEmpty();
      assertThat(closed.problemsOfServerMessage(later)).hasSize(1);
    }
  }

  private static String join(String member) {
    return "{\"type\":\"join\"," + KEY + "," + member + "}";
  }
}
