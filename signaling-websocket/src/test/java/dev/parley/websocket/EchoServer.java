package dev.parley.websocket;

/** Says what it hears, to conformance suites and whoever else wants to try the codec. */
final class EchoServer {
  private static final int USUAL_PORT = 9001;

  /** Suites send 16 MB, and fragments of one byte. */
  private static final Limits LIMITS = new Limits(64 << 20, Integer.MAX_VALUE);

  private EchoServer() {}

  public static void main(String[] arguments) {
    try {
      int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : USUAL_PORT;
      WebSocketServer server = new WebSocketServer(port, null, LIMITS, Echo::new);
      System.out.println("What is said to ws://127.0.0.1:" + server.port() + "/ is said again.");
    } catch (NumberFormatException e) {
      end("usage: script/echo [PORT]");
    } catch (RuntimeException e) {
      end(
          "Cannot listen there: choose a free port, as script/echo [PORT] ("
              + e.getMessage()
              + ")");
    }
  }

  private static void end(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
