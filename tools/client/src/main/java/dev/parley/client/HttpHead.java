package dev.parley.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The start line and the header fields of an HTTP/1.1 message.
 *
 * @param headers by their names in lower case
 */
public record HttpHead(String startLine, Map<String, String> headers) {
  private static final int MAX_LINE_LENGTH = 16_384;
  private static final int MAX_LENGTH = 65_536;

  /**
   * Reads up to the empty line that ends the head.
   *
   * @throws EOFException if the connection ends before that line
   * @throws ProtocolException if a line is not a header field
   */
  public static HttpHead read(InputStream in) throws IOException {
    String startLine = line(in);
    Map<String, String> headers = new HashMap<>();
    int length = startLine.length();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      length += line.length();
      if (length > MAX_LENGTH) {
        throw new ProtocolException("a head of more than " + MAX_LENGTH + " bytes");
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("not a header field: \"" + line + "\"");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new HttpHead(startLine, headers);
  }

  /** The status code, if this is the head of a response. */
  public int status() throws ProtocolException {
    if (!startLine.matches("HTTP/1\\.1 [1-5]\\d\\d( .*)?")) {
      throw new ProtocolException("not an HTTP/1.1 response: \"" + startLine + "\"");
    }
    return Integer.parseInt(startLine.substring(9, 12));
  }

  /** Whether the server closes the connection after this response. */
  boolean closesConnection() {
    return "close".equalsIgnoreCase(headers.get("connection"));
  }

  /** A line that ends with CR LF, without them. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended within a line, after \"" + line + "\"");
      }
      if (line.length() > MAX_LINE_LENGTH) {
        throw new ProtocolException("a line of more than " + MAX_LINE_LENGTH + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length() - 1;
    if (end < 0 || line.charAt(end) != '\r') {
      throw new ProtocolException("a line that does not end with CR LF: \"" + line + "\"");
    }
    return new String(line.substring(0, end).getBytes(ISO_8859_1), UTF_8);
  }
}
