package dev.parley.siege.server;

import dev.parley.siege.verdict.ResponseRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server that the siege has started, with the JVM options that are shipped. */
public final class ServerProcess implements AutoCloseable {
  /** Below the number of connections of an attack, so that the limit is part of the siege. */
  private static final int OPEN_FILES = 4_096;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
  private static final int LAST_LINES = 3;
  private static final Pattern URL = Pattern.compile("(?m)^Parley is at (\\S+)$");

  private final Process process;
  private final Path log;
  private final Jvm jvm;
  private final ProcessFiles files;

  private ServerProcess(Process process, Path log, Jvm jvm) {
    this.process = process;
    this.log = log;
    this.jvm = jvm;
    this.files = new ProcessFiles(Path.of("/proc", String.valueOf(process.pid())));
  }

  /**
   * Starts a server on a free port, and waits until it listens.
   *
   * @param program the program for Java: {@code -jar server.jar}, or a class path and a class
   * @param settings arguments of the server
   */
  public static ServerProcess start(Path jvmOptions, List<String> program, List<String> settings)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -n " + OPEN_FILES + "; exec \"$@\"", "server"));
    command.addAll(List.of(java.toString(), "@" + jvmOptions));
    command.addAll(program);
    command.addAll(List.of("--port", "0"));
    command.addAll(settings);
    Path log = Files.createTempFile("parley-siege-", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    // A signal ends the siege without a call of close().
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    ServerProcess server = new ServerProcess(process, log, new Jvm(java, process.pid()));
    try {
      server.awaitUrl();
      return server;
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private void awaitUrl() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (findUrl() == null) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("the server did not start:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
  }

  private @Nullable String findUrl() throws IOException {
    Matcher url = URL.matcher(Files.readString(log));
    return url.find() ? url.group(1) : null;
  }

  /** Its URL, with the loopback address in place of the host name. */
  public URI url() throws IOException {
    String url = findUrl();
    return URI.create(String.valueOf(url).replace("localhost", "127.0.0.1"));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The exit status of a process that has ended. */
  public int exitStatus() {
    return process.exitValue();
  }

  /** Its heap. */
  public Jvm jvm() {
    return jvm;
  }

  /** Its memory and open files. */
  public ProcessFiles files() {
    return files;
  }

  /** The first lines of a stack trace in its output, or null if there is none. */
  public @Nullable String stackTrace() throws IOException {
    List<String> lines = Files.readAllLines(log);
    for (int i = 0; i < lines.size(); i++) {
      if (ResponseRules.hasStackTrace(lines.get(i))) {
        return String.join(" | ", lines.subList(Math.max(0, i - 1), Math.min(lines.size(), i + 3)));
      }
    }
    return null;
  }

  /** The last lines of its output. */
  public String lastOutput() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.toFile().deleteOnExit();
    }
  }
}
