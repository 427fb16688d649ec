package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one message, a JSON object, with a typed accessor for each kind of value. Cases
 * that RFC 8259 leaves to the implementation are refused, such as repeated names (section 4) and
 * numbers beyond 2^53 - 1 (section 6).
 *
 * <p>Accessors throw a {@link ProtocolException} with {@code bad-message} that names the member.
 * Created for each message by {@link RequestReader}, and confined to its thread. Values refer to
 * the bytes of the message, and are valid until the transport reuses those.
 */
final class JsonMembers {
  private static final String ARRAY_OF_STRINGS = "an array of strings";

  /** The largest integer that every JSON implementation represents exactly. */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /** Its decimal digits: a longer number is out of range, and might overflow a long. */
  private static final int MAX_SAFE_DIGITS = 16;

  private final Map<String, RawJson> members = new HashMap<>();
  private @Nullable ProtocolException fault; // members before it are kept
  private boolean complete;
  private int bytes;

  private JsonMembers() {}

  /** Reads one object. A syntax error is not thrown but kept in {@link #fault}. */
  static JsonMembers read(byte[] json, int from, int to) {
    return read(json, from, to, 0).getFirst();
  }

  /** Reads one object, or an array of at most this many. A syntax error ends the list. */
  static List<JsonMembers> readAll(byte[] json, int from, int to, int most) {
    return read(json, from, to, most);
  }

  private static List<JsonMembers> read(byte[] json, int from, int to, int most) {
    List<JsonMembers> objects = new ArrayList<>(1);
    JsonScanner scanner = new JsonScanner(json, from, to);
    boolean several = most > 0 && scanner.accept('[');
    try {
      if (several) {
        readArray(scanner, most, objects);
      } else {
        readObject(scanner, objects);
      }
      if (!scanner.isAtEnd()) {
        throw ProtocolException.badMessage("There is text after the end of the message.");
      }
    } catch (ProtocolException e) {
      fail(objects, several, e);
    }
    return objects;
  }

  private static void readArray(JsonScanner scanner, int most, List<JsonMembers> objects) {
    if (!scanner.accept(']')) {
      do {
        if (objects.size() == most) {
          throw ProtocolException.badMessage("The array has too many messages: send it in parts.");
        }
        readObject(scanner, objects);
      } while (scanner.accept(','));
      scanner.expect(']');
    }
  }

  private static void readObject(JsonScanner scanner, List<JsonMembers> objects) {
    JsonMembers next = new JsonMembers();
    objects.add(next);
    int start = scanner.position();
    next.fill(scanner);
    next.bytes = scanner.position() - start;
    next.complete = true;
  }

  /**
   * Keeps the members before the fault: the error can then name the id of the request, if that came
   * first. A fault between two objects of an array gets an object of its own.
   */
  private static void fail(List<JsonMembers> objects, boolean several, ProtocolException fault) {
    if (objects.isEmpty() || (several && objects.getLast().complete)) {
      objects.add(new JsonMembers());
    }
    objects.getLast().fault = fault;
  }

  private void fill(JsonScanner scanner) {
    if (!scanner.accept('{')) {
      scanner.value(1); // reports text that is not JSON at all as such
      throw ProtocolException.badMessage("A message must be a JSON object.");
    }
    if (!scanner.accept('}')) {
      do {
        String name = scanner.name().text();
        if (members.putIfAbsent(name, scanner.value(1)) != null) {
          throw ProtocolException.badMessage("A member of the message is repeated.");
        }
      } while (scanner.accept(','));
      scanner.expect('}');
    }
  }

  /** The length of the object in the message, in bytes. */
  int bytes() {
    return bytes;
  }

  /** The first syntax error of the object; null if it is well-formed. */
  @Nullable ProtocolException fault() {
    return fault;
  }

  /** A string; the member is required. */
  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) {
    return find(name).map(member -> ofKind('"', member, name, "a string").text());
  }

  /** A number as in {@link #optionalNumber}; the member is required. */
  long number(String name) {
    return optionalNumber(name).orElseThrow(() -> missing(name));
  }

  /**
   * A whole number from 0 to 2^53 - 1. It must be written in digits alone: 1.0 and 1e0 are refused,
   * since some parsers read them as floating point.
   */
  OptionalLong optionalNumber(String name) {
    RawJson member = members.get(name);
    if (member == null) {
      return OptionalLong.empty();
    }
    long value = member.isNatural(MAX_SAFE_DIGITS) ? member.natural() : Long.MAX_VALUE;
    if (value > MAX_SAFE_INTEGER) {
      throw wrong(name, "a whole number from 0 to 2^53 - 1, in digits alone");
    }
    return OptionalLong.of(value);
  }

  /** A boolean; false if the member is absent. */
  boolean flag(String name) {
    RawJson member = members.get(name);
    if (member != null && member.kind() != 't' && member.kind() != 'f') {
      throw wrong(name, "true or false");
    }
    return member != null && member.kind() == 't';
  }

  /** Any value; the member is required. */
  Payload payload(String name) {
    return optionalPayload(name).orElseThrow(() -> missing(name));
  }

  Optional<Payload> optionalPayload(String name) {
    return find(name).map(RawJson::payload);
  }

  /** A string as raw JSON, for {@code sdp}, which is relayed unread; the member is required. */
  Payload textPayload(String name) {
    RawJson member = find(name).orElseThrow(() -> missing(name));
    return ofKind('"', member, name, "a string").payload();
  }

  /**
   * An object or null as raw JSON, for {@code candidate}: null is the end of candidates. The member
   * is required.
   */
  Payload objectOrNull(String name) {
    RawJson member = find(name).orElseThrow(() -> missing(name));
    return member.kind() == 'n'
        ? member.payload()
        : ofKind('{', member, name, "an object or null").payload();
  }

  /** Whether the member is present and a string. */
  boolean isText(String name) {
    return find(name).map(member -> member.kind() == '"').orElse(false);
  }

  /** The distinct strings of an array, in their order; empty if the member is absent. */
  Set<String> texts(String name) {
    RawJson array = members.get(name);
    if (array == null) {
      return Set.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (RawJson element : ofKind('[', array, name, ARRAY_OF_STRINGS).elements()) {
      texts.add(ofKind('"', element, name, ARRAY_OF_STRINGS).text());
    }
    return texts;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  private Optional<RawJson> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  private static RawJson ofKind(char kind, RawJson value, String name, String described) {
    if (value.kind() != kind) {
      throw wrong(name, described);
    }
    return value;
  }

  private static ProtocolException missing(String name) {
    return ProtocolException.badMessage("The member \"" + name + "\" is missing.");
  }

  private static ProtocolException wrong(String name, String kind) {
    return ProtocolException.badMessage("The member \"" + name + "\" must be " + kind + ".");
  }
}
