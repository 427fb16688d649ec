package dev.parley.websocket;

/** The program of {@code script/echo}: an echo server for conformance suites. */
final class EchoServer {
  private static final int DEFAULT_PORT = 9001;

  /** Conformance suites send messages of 16 MB, and fragments of one byte. */
  private static final MessageLimits LIMITS = new MessageLimits(64 << 20, Integer.MAX_VALUE);

  private EchoServer() {}

  public static void main(String[] arguments) {
    try {
      int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_PORT;
      TestServer server = new TestServer(port, null, LIMITS, EchoListener::new);
      System.out.println("Echoing messages at ws://127.0.0.1:" + server.port() + "/");
    } catch (NumberFormatException e) {
      fail("usage: script/echo [PORT]");
    } catch (RuntimeException e) {
      fail(
          "Cannot listen on this port: choose a free one with script/echo PORT ("
              + e.getMessage()
              + ")");
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(2);
  }
}
