package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of an operator changes nothing of what machines read. */
class LocaleTest {
  private static final String LOGGING =
      """
      handlers=java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level=FINE
      java.util.logging.ConsoleHandler.formatter=dev.parley.server.observe.LogFormat
      .level=WARNING
      parley.level=FINE
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "tr-TR", "th-TH", "fa-IR", "my-MM"})
  void theBytesAreTheSame(String language) throws Exception {
    Process process = start(language, "--port", "0");
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      String announced = lines.readLine();
      assertThat(announced).matches("Parley is at http://localhost:[0-9]+/");
      int port = URI.create(announced.substring("Parley is at ".length())).getPort();
      assertThat(answer(port, "GET /nothing", ""))
          .startsWith("HTTP/1.1 404 ")
          .endsWith(
              "{\"type\":\"about:blank\",\"status\":404,"
                  + "\"detail\":\"There is nothing at this address.\",\"code\":\"not-found\"}");
      assertThat(lines.readLine())
          .matches("[0-9TZ:.-]+ FINE parley 127.0.0.1 at /nothing got not-found: .*");
      assertThat(answer(port, "POST /v1/rooms/I/peers", "{\"type\":\"join\",\"id\":\"x\"}"))
          .startsWith("HTTP/1.1 400 ")
          .contains("\"code\":\"bad-message\"");
      assertThat(lines.readLine()).contains(" in I got bad-message: ");
      assertThat(answer(port, "POST /v1/rooms/I/peers", join()))
          .startsWith("HTTP/1.1 201 ")
          .contains("\"messageBytes\":65536");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void soAreTheSentencesAtTheStart() throws Exception {
    Process process = start("ar-EG", "--port", "70000");
    assertThat(process.inputReader(StandardCharsets.UTF_8).readAllLines())
        .containsExactly("--port must be a whole number from 0 to 65535, not \"70000\".");
  }

  private Process start(String language, String... arguments) throws IOException {
    Path logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    List<String> command = MainTest.command(arguments);
    Locale locale = Locale.forLanguageTag(language);
    command.addAll(
        1,
        List.of(
            "-Duser.language=" + locale.getLanguage(),
            "-Duser.country=" + locale.getCountry(),
            "-Djava.util.logging.config.file=" + logging));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String join() {
    return "{\"type\":\"join\",\"key\":\"a-key-of-somebody-012345\"}";
  }

  private static String answer(int port, String request, String body) throws IOException {
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + body.length();
    try (var client = new RawWebSocket(port, head + "\r\n\r\n" + body)) {
      return client.response() + client.body();
    }
  }
}
