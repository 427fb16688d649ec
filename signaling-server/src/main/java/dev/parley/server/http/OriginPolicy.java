package dev.parley.server.http;

import dev.parley.server.config.ConfigReader;
import dev.parley.server.config.Origin;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect: those of the server's own origin, and those that are listed (RFC
 * 6455 section 10.2).
 *
 * <p>Who sends no Origin is not a page that runs in somebody else's browser, and is let in.
 */
public final class OriginPolicy {
  /** What a page is told that may not. */
  public static final String REFUSAL =
      "Pages of this origin may not connect: the operator can list it in PARLEY_ORIGINS.";

  private final Set<String> allowed;

  /** With these origins, spelled as browsers send them. */
  public OriginPolicy(List<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  public boolean allows(HeaderMap request) {
    HeaderValues origins = request.get(Headers.ORIGIN);
    return origins == null
        || (origins.size() == 1 && allows(origins.getFirst(), request.getFirst(Headers.HOST)));
  }

  boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null || allowed.contains(ConfigReader.ANY_ORIGIN) || allowed.contains(origin)) {
      return true;
    }
    Optional<Origin> page = Origin.parse(origin);
    return page.isPresent()
        && (allowed.contains(page.get().text()) || (host != null && page.get().isAt(host)));
  }
}
