package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.ErrorCode;
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
 * The members of one JSON object, read by strict rules: what RFC 8259 leaves to the implementation
 * is refused with an error that names it, such as repeated names (section 4) and imprecise numbers
 * (section 6).
 */
final class Fields {
  private static final String ARRAY_OF_STRINGS = "an array of strings";

  /**
   * The largest integer that every JSON implementation represents exactly (RFC 8259, section 6).
   */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final int MAX_SAFE_DIGITS = 16;

  private final Map<String, RawJson> members = new HashMap<>();
  private @Nullable ProtocolException fault; // members before it are kept
  private boolean complete;
  private int bytes;

  private Fields() {}

  /** Reads one object from UTF-8. */
  static Fields read(byte[] json, int from, int to) {
    return read(json, from, to, 0).getFirst();
  }

  /** Reads one object, or the objects of an array up to this number. */
  static List<Fields> readAll(byte[] json, int from, int to, int most) {
    return read(json, from, to, most);
  }

  private static List<Fields> read(byte[] json, int from, int to, int most) {
    List<Fields> objects = new ArrayList<>(1);
    JsonScanner scanner = new JsonScanner(json, from, to);
    boolean several = most > 0 && scanner.accept('[');
    try {
      if (several) {
        readArray(scanner, most, objects);
      } else {
        readObject(scanner, objects);
      }
      if (!scanner.isAtEnd()) {
        throw bad("There is text after the end of the message.");
      }
    } catch (ProtocolException e) {
      fail(objects, several, e);
    }
    return objects;
  }

  private static void readArray(JsonScanner scanner, int most, List<Fields> objects) {
    if (!scanner.accept(']')) {
      do {
        if (objects.size() == most) {
          throw bad("The array has too many messages: send it in parts.");
        }
        readObject(scanner, objects);
      } while (scanner.accept(','));
      scanner.expect(']');
    }
  }

  private static void readObject(JsonScanner scanner, List<Fields> objects) {
    Fields next = new Fields();
    objects.add(next);
    int start = scanner.position();
    next.fill(scanner);
    next.bytes = scanner.position() - start;
    next.complete = true;
  }

  /**
   * Keeps what was read before the fault: the error can then name the request's id, if that came
   * first.
   */
  private static void fail(List<Fields> objects, boolean several, ProtocolException fault) {
    if (objects.isEmpty() || (several && objects.getLast().complete)) {
      objects.add(new Fields());
    }
    objects.getLast().fault = fault;
  }

  private void fill(JsonScanner scanner) {
    if (!scanner.accept('{')) {
      scanner.value(1); // reports text that is not JSON at all as such
      throw bad("A message must be a JSON object.");
    }
    if (!scanner.accept('}')) {
      do {
        String name = scanner.name().text();
        if (members.putIfAbsent(name, scanner.value(1)) != null) {
          throw bad("A member of the message is repeated.");
        }
      } while (scanner.accept(','));
      scanner.expect('}');
    }
  }

  /** The length of the object in bytes. */
  int bytes() {
    return bytes;
  }

  /** The first syntax error of the object; null if it is well-formed. */
  @Nullable ProtocolException fault() {
    return fault;
  }

  /** A string, which must be there. */
  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) {
    return find(name).map(member -> ofKind('"', member, name, "a string").text());
  }

  /** A whole number, which must be there. */
  long number(String name) {
    return optionalNumber(name).orElseThrow(() -> missing(name));
  }

  /** A whole number that every JSON implementation represents exactly (RFC 8259, section 6). */
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

  /** A boolean; false if it is absent. */
  boolean flag(String name) {
    RawJson member = members.get(name);
    if (member != null && member.kind() != 't' && member.kind() != 'f') {
      throw wrong(name, "true or false");
    }
    return member != null && member.kind() == 't';
  }

  /** Any value, which must be there. */
  Payload payload(String name) {
    return optionalPayload(name).orElseThrow(() -> missing(name));
  }

  Optional<Payload> optionalPayload(String name) {
    return find(name).map(RawJson::payload);
  }

  /** A value that must be a string, as {@code sdp} is. */
  Payload textPayload(String name) {
    RawJson member = find(name).orElseThrow(() -> missing(name));
    return ofKind('"', member, name, "a string").payload();
  }

  /** A value that must be an object or null, as {@code candidate} is. */
  Payload objectOrNull(String name) {
    RawJson member = find(name).orElseThrow(() -> missing(name));
    return member.kind() == 'n'
        ? member.payload()
        : ofKind('{', member, name, "an object or null").payload();
  }

  /** Whether the member is there and a string. */
  boolean isText(String name) {
    return find(name).map(member -> member.kind() == '"').orElse(false);
  }

  /** The strings of an array; empty if the member is absent. */
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

  static ProtocolException bad(String sentence) {
    return new ProtocolException(ErrorCode.BAD_MESSAGE, sentence);
  }

  private static ProtocolException missing(String name) {
    return bad("The member \"" + name + "\" is missing.");
  }

  private static ProtocolException wrong(String name, String kind) {
    return bad("The member \"" + name + "\" must be " + kind + ".");
  }
}
