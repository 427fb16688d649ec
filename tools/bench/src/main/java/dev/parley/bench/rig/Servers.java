package dev.parley.bench.rig;

import dev.parley.bench.dialect.ParleyDialect;
import dev.parley.bench.dialect.PeerJsDialect;
import dev.parley.bench.dialect.RelayDialect;
import dev.parley.bench.dialect.SocketIoDialect;
import dev.parley.bench.report.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The servers that are compared. */
public final class Servers {
  /** One address is to be allowed what otherwise many are. */
  private static final List<String> UNLIMITED =
      List.of(
          "--port", Server.PORT,
          "--messages-per-second", "1000000",
          "--connections-per-address", "1000000",
          "--joins-per-address", "1000000");

  private Servers() {}

  /** Ours, by the command that starts it without options. */
  public static Server ours(List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.addAll(UNLIMITED);
    return new Server(Results.OURS, new ParleyDialect(), all);
  }

  /** The others, from the folder where npm has installed them. */
  public static List<Server> peers(Path folder) {
    return List.of(
        new Server(
            "peerjs",
            new PeerJsDialect(),
            node(
                folder.resolve("node_modules/peer/dist/bin/peerjs.js"),
                "--host",
                "127.0.0.1",
                "--port",
                Server.PORT,
                "--concurrent_limit",
                "1000000")),
        new Server("ws", new RelayDialect(), node(folder.resolve("ws-relay.js"), Server.PORT)),
        new Server(
            "socketio",
            new SocketIoDialect(),
            node(folder.resolve("socketio-relay.js"), Server.PORT)));
  }

  private static List<String> node(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", program.toString()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
