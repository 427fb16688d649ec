package dev.parley.server.http;

import com.google.common.hash.Hashing;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The page and the client library, from the class path, each read once.
 *
 * <p>Browsers ask each time whether a file has changed, and its entity tag, a hash of what is in
 * it, says so: the modules have no version in their names, and must fit each other after a deploy.
 */
public final class StaticFiles implements HttpHandler {
  private static final String ROOT = "web";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "webmanifest", "application/manifest+json");

  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();
  private final HttpHandler notFound = new NotFound(only("/index.html"));

  private record StaticFile(List<byte[]> content, String type, ETag etag) {}

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    serve(exchange, PercentDecoder.ofPath(exchange.getRelativePath()));
  }

  /** Always the same file, whatever the path. */
  public HttpHandler only(String path) {
    return exchange -> serve(exchange, path);
  }

  private void serve(HttpServerExchange exchange, String path) throws Exception {
    StaticFile file = file(path.endsWith("/") ? path + "index.html" : path);
    if (file == null) {
      notFound.handleRequest(exchange);
      return;
    }
    exchange.getResponseHeaders().put(Headers.ETAG, file.etag.toString());
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    if (!ETagUtils.handleIfNoneMatch(exchange, file.etag, true)) {
      ResponseWriter.sendNothing(exchange, StatusCodes.NOT_MODIFIED);
      return;
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, file.type);
    ResponseWriter.send(exchange, file.content, () -> {}); // all who ask for it share it
  }

  /** Only what is there is kept, so that no path a stranger thinks of takes memory. */
  private @Nullable StaticFile file(String path) throws IOException {
    StaticFile known = files.get(path);
    if (known != null) {
      return known;
    }
    Optional<String> type = type(path);
    if (type.isEmpty() || path.contains("..") || path.contains("//")) {
      return null;
    }
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(ROOT + path)) {
      if (in == null) {
        return null;
      }
      byte[] content = in.readAllBytes();
      String hash = Hashing.sha256().hashBytes(content).toString();
      StaticFile file = new StaticFile(List.of(content), type.get(), new ETag(false, hash));
      files.put(path, file);
      return file;
    }
  }

  private static Optional<String> type(String path) {
    return Optional.ofNullable(TYPES.get(path.substring(path.lastIndexOf('.') + 1)));
  }
}
