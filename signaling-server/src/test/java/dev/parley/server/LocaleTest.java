package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.Requests;
import dev.parley.server.support.ServerProcess;
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

/** Responses, log lines and error messages are the same in every locale of the machine. */
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
  void responsesAndLogDoNotDependOnTheLocale(String language) throws Exception {
    Process process = start(language, "--port", "0");
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      String announcement = lines.readLine();
      assertThat(announcement).matches("Parley is at http://localhost:[0-9]+/");
      int port = URI.create(announcement.substring("Parley is at ".length())).getPort();
      assertThat(exchange(port, "GET /nothing", ""))
          .startsWith("HTTP/1.1 404 ")
          .endsWith(
              "{\"type\":\"about:blank\",\"status\":404,"
                  + "\"detail\":\"This URL does not exist: check its path.\",\"code\":\"not-found\"}");
      assertThat(lines.readLine())
          .matches("[0-9TZ:.-]+ FINE parley 127.0.0.1 at /nothing got not-found: .*");
      assertThat(exchange(port, "POST /v1/rooms/I/peers", "{\"type\":\"join\",\"id\":\"x\"}"))
          .startsWith("HTTP/1.1 400 ")
          .contains("\"code\":\"bad-message\"");
      assertThat(lines.readLine()).contains(" in I got bad-message: ");
      assertThat(exchange(port, "POST /v1/rooms/I/peers", Requests.join("ann")))
          .startsWith("HTTP/1.1 201 ")
          .contains("\"messageBytes\":65536");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void startupErrorsDoNotDependOnTheLocale() throws Exception {
    Process process = start("ar-EG", "--port", "70000");
    assertThat(process.inputReader(StandardCharsets.UTF_8).readAllLines())
        .containsExactly("--port must be a whole number (0 to 65535), not \"70000\".");
  }

  private Process start(String language, String... arguments) throws IOException {
    Path logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    List<String> command = ServerProcess.command(arguments);
    Locale locale = Locale.forLanguageTag(language);
    command.addAll(
        1,
        List.of(
            "-Duser.language=" + locale.getLanguage(),
            "-Duser.country=" + locale.getCountry(),
            "-Djava.util.logging.config.file=" + logging));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String exchange(int port, String methodAndPath, String body) throws IOException {
    String head =
        methodAndPath
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + body.length();
    return RawHttpConnection.exchange(port, head + "\r\n\r\n" + body);
  }
}
