package dev.parley.bench.compare;

import dev.parley.bench.protocol.ServerProtocol;
import dev.parley.bench.protocol.ServerProtocols;
import dev.parley.bench.report.Summary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that can be started and measured.
 *
 * @param command starts the server; {@link #PORT} stands for the port to listen on
 */
public record ServerUnderTest(String name, ServerProtocol protocol, List<String> command) {
  private static final String PORT = "{port}";

  /** Limits per client address, above the load of the generator. */
  private static final List<String> RAISED_LIMITS =
      List.of(
          "--messages-per-second", "1000000",
          "--connections-per-address", "1000000",
          "--joins-per-address", "1000000");

  /** Parley, from the command that starts it without options. */
  public static ServerUnderTest parley(List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--port", PORT));
    all.addAll(RAISED_LIMITS);
    return new ServerUnderTest(Summary.PARLEY, new ServerProtocols.Parley(), all);
  }

  /** The servers to compare with, from the folder in which npm has installed them. */
  public static List<ServerUnderTest> peers(Path folder) {
    return List.of(
        new ServerUnderTest(
            "peerjs",
            new ServerProtocols.PeerJs(),
            node(
                folder.resolve("node_modules/peer/dist/bin/peerjs.js"),
                "--host",
                "127.0.0.1",
                "--port",
                PORT,
                "--concurrent_limit",
                "1000000")),
        new ServerUnderTest(
            "ws", new ServerProtocols.WsRelay(), node(folder.resolve("ws-relay.js"), PORT)),
        new ServerUnderTest(
            "socketio",
            new ServerProtocols.SocketIo(),
            node(folder.resolve("socketio-relay.js"), PORT)));
  }

  private static List<String> node(Path program, String... arguments) {
    return Stream.concat(Stream.of("node", program.toString()), Stream.of(arguments)).toList();
  }

  /** Starts it on a processor, or on any if the number is negative. */
  RunningServer start(int processor, Path log) throws IOException {
    int port = freePort();
    List<String> pinned = new ArrayList<>();
    if (processor >= 0) {
      pinned.addAll(List.of("taskset", "-c", Integer.toString(processor)));
    }
    command.forEach(word -> pinned.add(word.replace(PORT, Integer.toString(port))));
    long startTime = System.nanoTime();
    Process process =
        new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new RunningServer(this, process, port, startTime, log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
