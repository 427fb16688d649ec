package dev.parley.bench.rig;

import dev.parley.bench.dialect.Dialect;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that can be measured.
 *
 * @param command how it is started; {@link #PORT} stands for where it is to listen
 */
public record Server(String name, Dialect dialect, List<String> command) {
  static final String PORT = "{port}";

  /** Starts it on the processor of that number, or on any if it is negative. */
  RunningServer start(int processor, Path log) throws IOException {
    int port = freePort();
    List<String> words = new ArrayList<>();
    if (processor >= 0) {
      words.addAll(List.of("taskset", "-c", Integer.toString(processor)));
    }
    for (String word : command) {
      words.add(word.replace(PORT, Integer.toString(port)));
    }
    File output = log.toFile();
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start();
    return new RunningServer(this, process, port, began, log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
