package dev.parley.server.http;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.undertow.util.ETag;
import java.util.List;

/**
 * A file in memory.
 *
 * @param content in pieces, shared by all responses
 * @param policy the {@code Content-Security-Policy}
 * @param etag a hash of the content
 */
record StaticFile(List<byte[]> content, String type, String policy, ETag etag) {

  static StaticFile of(List<byte[]> content, String type, String policy) {
    Hasher hasher = Hashing.sha256().newHasher();
    content.forEach(hasher::putBytes);
    return new StaticFile(
        List.copyOf(content), type, policy, new ETag(false, hasher.hash().toString()));
  }
}
