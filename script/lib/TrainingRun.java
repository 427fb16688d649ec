// The training run for the server's AOT cache (JEP 514): starts the server whose command line it gets as arguments, connects
// clients, and stops it. The server's JVM writes the cache when it exits. start.sh runs this file from its source.
//
// It is a separate process because a JVM loads the classes of its cache at each start: a client in the server's JVM adds
// 6 MB of classes that no server uses (docs/decisions/0023-a-client-trains-the-cache.md).
//
// The small numbers of repetitions are deliberate. The JVM also records hot methods, and compiles them at each start,
// before the first client is served.

import module java.net.http;

static final int CALLS = 3;
static final int CANDIDATES = 2;
static final Duration TIMEOUT = Duration.ofSeconds(10);
static final Pattern URL = Pattern.compile("Parley is at (http://(.*)/)");
static final Pattern ID = Pattern.compile("\"self\":\\{\"id\":\"([^\"]+)\"");
static final String SDP = "v=0\\r\\n" + "a=candidate:1 1 udp 2113937151\\r\\n".repeat(60);

static final HttpClient http = HttpClient.newHttpClient();

void main(String[] command) throws Exception {
  ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  // Without the operator's settings, whose limits could be too small for these clients.
  builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_") || name.equals("PORT"));
  Process server = builder.start();
  Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly)); // has no effect once the server has ended
  try (BufferedReader output = server.inputReader()) {
    Matcher url = URL.matcher(output.readLine() instanceof String line ? line : "");
    if (!url.matches()) {
      throw new IllegalStateException("The server has not started.");
    }
    useFilesAndPosts(url.group(1));
    for (int call = 1; call <= CALLS; call++) {
      call("ws://" + url.group(2) + "/v1/rooms/call" + call);
    }
    server.toHandle().destroy(); // SIGTERM. Process.destroy would close the output as well
    output.lines().forEach(IO::println);
  }
  server.waitFor();
}

void useFilesAndPosts(String url) throws Exception {
  for (String path : List.of("", "healthz", "readyz", "nothing")) {
    send(HttpRequest.newBuilder(URI.create(url + path)));
  }
  String peers = url + "v1/rooms/posts/peers";
  String joined = send(HttpRequest.newBuilder(URI.create(peers)).POST(HttpRequest.BodyPublishers.ofString(join(0))));
  send(HttpRequest.newBuilder(URI.create(peers + "/" + id(joined))).DELETE().header("Authorization", "Bearer " + key(0)));
}

String send(HttpRequest.Builder request) throws Exception {
  return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString()).body();
}

void call(String room) throws Exception {
  Client ann = new Client(room, 1);
  Client ben = new Client(room, 2);
  ann.await("peer-joined");
  ben.send("offer", ",\"to\":\"" + ann.id + "\",\"sdp\":\"" + SDP + "\"");
  ann.await("offer");
  ann.send("answer", ",\"to\":\"" + ben.id + "\",\"sdp\":\"" + SDP + "\"");
  ben.await("answer");
  for (int i = 0; i < CANDIDATES; i++) {
    ann.send("candidate", ",\"to\":\"" + ben.id + "\",\"candidate\":{\"candidate\":\"candidate:1 1 udp\"}");
    ben.await("candidate");
    ben.send("candidate", ",\"to\":\"" + ann.id + "\",\"candidate\":{\"candidate\":\"candidate:1 1 udp\"}");
    ann.await("candidate");
  }
  ann.send("message", ",\"data\":\"hello\"");
  ben.await("message");
  ben.send("leave", "");
  ann.await("peer-left");
  ann.send("leave", ""); // a seat without a connection would delay shutdown
  ann.closed.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
}

static String key(int number) {
  return "the-key-of-a-peer-in-a-training-run-" + number;
}

static String join(int number) {
  return "{\"type\":\"join\",\"key\":\"" + key(number) + "\",\"name\":\"Ann\"}";
}

static String id(String joined) {
  Matcher id = ID.matcher(joined);
  if (!id.find()) {
    throw new IllegalStateException("The server responded to a join with " + joined);
  }
  return id.group(1);
}

/** A peer over a WebSocket. */
static final class Client implements WebSocket.Listener {
  final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  final WebSocket socket;
  final String id;
  int requests;

  Client(String room, int number) throws Exception {
    socket = http.newWebSocketBuilder().subprotocols("signaling.v1").connectTimeout(TIMEOUT).buildAsync(URI.create(room), this).get();
    socket.sendText(join(number), true).get();
    id = id(await("joined"));
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    received.add(text.toString()); // the server sends a message in one frame
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  void send(String type, String members) throws Exception {
    socket.sendText("{\"type\":\"" + type + "\",\"id\":" + ++requests + members + "}", true).get();
  }

  String await(String type) throws Exception {
    String text;
    do {
      text = received.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (text == null) {
        throw new IllegalStateException("The server has not sent " + type + ".");
      }
    } while (!text.contains("\"type\":\"" + type + "\""));
    return text;
  }
}
