package dev.parley.server.http;

import com.google.common.base.CharMatcher;
import com.google.common.io.Files;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of the setting {@code web}, and those below {@code web/} on the class path: the
 * page, the client library, the documents. Every such file is public; there is no list of folders.
 * A path that the directory does not have is that of the built-in file, so that {@code /parley.js}
 * is at the same place on every server.
 *
 * <p>Browsers revalidate each file on each load ({@code no-cache}), by an entity tag that is a hash
 * of its content: modules have no version in their names, and all of them must be of one release.
 * Decision 5 explains this, decision 22 why it is not Undertow's {@code ResourceHandler}.
 */
public final class StaticFiles implements HttpHandler {
  private static final CharMatcher VISIBLE = CharMatcher.inRange('!', '~');

  private static final String ROOT = "web";
  private static final String INDEX = "index.html";

  /** By file name extension. A file with another extension is not served. */
  private static final Map<String, String> CONTENT_TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("yaml", "application/yaml"), // RFC 9512
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"));

  private static final HttpString POLICY = new HttpString("Content-Security-Policy");

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /**
   * Sent with every answer, whatever its status. The first four restrict what a page may do: run
   * its own scripts, connect to its own server, use camera and microphone. The last two let pages
   * of other origins import the modules: imports always use CORS, and a page that is isolated
   * ({@code Cross-Origin-Embedder-Policy}) loads only what consents to it. An error needs them too,
   * or the importing page cannot tell 404 from a network failure.
   */
  private static final Map<HttpString, String> HEADERS =
      Map.of(
          POLICY,
          CONTENT_SECURITY_POLICY,
          new HttpString("Permissions-Policy"),
          "camera=(self), microphone=(self), display-capture=(self)",
          new HttpString("Referrer-Policy"),
          "no-referrer", // the link to a room is its secret
          new HttpString("Cross-Origin-Opener-Policy"),
          "same-origin",
          new HttpString("X-Content-Type-Options"),
          "nosniff",
          new HttpString("Access-Control-Allow-Origin"),
          "*",
          new HttpString("Cross-Origin-Resource-Policy"),
          "cross-origin");

  /** Grows to the number of files that exist: requests for other paths leave nothing behind. */
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  private final HttpHandler notFound = new NotFound(only("/" + INDEX));

  private final WebDirectory directory;

  /** Serves the files of a directory in place of the built-in ones with the same paths. */
  public StaticFiles(WebDirectory directory) {
    this.directory = directory;
  }

  /** The type of a built-in file with this extension; null for none. */
  static @Nullable String contentType(String extension) {
    return CONTENT_TYPES.get(extension);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    HEADERS.forEach(exchange.getResponseHeaders()::put);
    serve(exchange, PercentDecoder.ofPath(exchange.getRelativePath()));
  }

  /** Serves the same file at every path: the page, at the links to its rooms. */
  public HttpHandler only(String path) {
    return exchange -> {
      HEADERS.forEach(exchange.getResponseHeaders()::put);
      serve(exchange, path);
    };
  }

  private void serve(HttpServerExchange exchange, String path) throws Exception {
    StaticFile file = file(path.endsWith("/") ? path + INDEX : path);
    if (file != null) {
      send(exchange, file);
    } else if (file(path + "/" + INDEX) != null) {
      redirectToFolder(exchange);
    } else {
      notFound.handleRequest(exchange);
    }
  }

  /**
   * Adds the slash to the URL of a folder, without which relative links in its index would lead to
   * the parent folder. The target is a relative reference (RFC 9110 section 10.2.2): it is correct
   * below the path prefix of a proxy, and with "./" no path can turn it into another host's URL. A
   * query with characters that neither a URL nor a header field may contain is dropped.
   */
  private static void redirectToFolder(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    String query = exchange.getQueryString();
    String target = "./" + path.substring(path.lastIndexOf('/') + 1) + "/";
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    exchange
        .getResponseHeaders()
        .put(
            Headers.LOCATION,
            !query.isEmpty() && VISIBLE.matchesAllOf(query) ? target + "?" + query : target);
    ResponseWriter.sendNothing(exchange, StatusCodes.FOUND);
  }

  private static void send(HttpServerExchange exchange, StaticFile file) {
    HeaderMap response = exchange.getResponseHeaders();
    response.put(POLICY, file.policy());
    response.put(Headers.ETAG, file.etag().toString());
    response.put(Headers.CACHE_CONTROL, "no-cache");
    String condition = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
    boolean any = "*".equals(condition); // which Undertow's ETagUtils does not know
    if (any || !ETagUtils.handleIfNoneMatch(exchange, file.etag(), true)) {
      ResponseWriter.sendNothing(exchange, StatusCodes.NOT_MODIFIED);
      return;
    }
    response.put(Headers.ACCEPT_RANGES, "bytes");
    FilePart part = FilePart.requestedBy(exchange, file);
    if (part != null) {
      response.put(Headers.CONTENT_RANGE, part.contentRange(file.length()));
      if (!part.exists()) {
        ResponseWriter.sendNothing(exchange, StatusCodes.REQUEST_RANGE_NOT_SATISFIABLE);
        return;
      }
      exchange.setStatusCode(StatusCodes.PARTIAL_CONTENT);
      RequestAccount.of(exchange).takeUnsent(StaticFile.MAX_COPIED);
    }
    response.put(Headers.CONTENT_TYPE, file.type());
    // All responses share these bytes, so none is charged to a client address.
    ResponseWriter.send(exchange, part == null ? file.content() : file.slice(part), () -> {});
  }

  private @Nullable StaticFile file(String path) throws IOException {
    StaticFile own = directory.file(path);
    StaticFile known = own == null ? files.get(path) : own;
    if (known != null) {
      return known;
    }
    // A folder has no extension: opened as a resource, it would be an empty file or a listing.
    String type = contentType(Files.getFileExtension(path));
    if (type == null || path.contains("..") || path.contains("//")) {
      return null;
    }
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(ROOT + path)) {
      if (in == null) {
        return null;
      }
      StaticFile file = StaticFile.read(in, type, CONTENT_SECURITY_POLICY, _ -> {});
      files.put(path, file);
      return file;
    }
  }
}
