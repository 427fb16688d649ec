package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.protocol.StateName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of requests: docs/protocol.md, sections 1 to 3. Gives the reason for each refusal,
 * since its readers are the authors of clients.
 */
final class RequestReader {
  /** UTF-16 code units of the JSON in {@code data} of {@code join} and {@code update}. */
  private static final int MAX_PROFILE_DATA = 8192;

  private static final int MAX_ADDRESSEES = 1000;
  private static final int MAX_MESSAGES = 1000;
  private static final int MAX_HISTORY = 100;

  private RequestReader() {}

  /** Reads one request. */
  static Request read(byte[] text, int from, int to) {
    return read(Fields.read(text, from, to));
  }

  /** Reads one request or an array of requests. */
  static List<Request> readAll(byte[] text, int from, int to, int maxBytes) {
    List<Fields> all = Fields.readAll(text, from, to, MAX_MESSAGES + 1);
    if (all.size() > MAX_MESSAGES) {
      throw tooLarge("At most " + MAX_MESSAGES + " messages are accepted at once: send fewer.");
    }
    if (all.stream().anyMatch(fields -> fields.bytes() > maxBytes)) {
      throw tooLarge("A message has at most " + maxBytes + " bytes.");
    }
    return all.stream().map(RequestReader::read).toList();
  }

  private static ProtocolException tooLarge(String sentence) {
    return new ProtocolException(ErrorCode.TOO_LARGE, sentence);
  }

  /**
   * Replaces a malformed request by {@link Request.Malformed}, so that its error takes its place
   * among the answers.
   */
  private static Request read(Fields fields) {
    try {
      if (fields.fault() != null) {
        throw fields.fault();
      }
      return parse(fields);
    } catch (ProtocolException e) {
      return new Request.Malformed(idIfAny(fields), e.code(), e.sentence());
    }
  }

  private static Request parse(Fields fields) {
    return switch (fields.text("type")) {
      case "join" -> join(fields);
      case "ping" -> new Request.Ping();
      case "offer" -> signal(SignalKind.OFFER, fields);
      case "answer" -> signal(SignalKind.ANSWER, fields);
      case "candidate" -> signal(SignalKind.CANDIDATE, fields);
      case "message" -> message(fields);
      case "reply" ->
          new Request.Reply(id(fields), to(fields), fields.number("re"), fields.payload("data"));
      case "update" -> update(fields);
      case "set" -> set(fields);
      case "leave" -> new Request.Leave(id(fields));
      default ->
          throw new ProtocolException(ErrorCode.UNKNOWN_TYPE, "There is no request of this type.");
    };
  }

  private static Request join(Fields fields) {
    return new Request.Join(
        new PeerKey(fields.text("key")),
        name(fields).orElse(PeerName.NONE),
        profileData(fields).orElse(Payload.EMPTY_OBJECT),
        Features.of(fields.texts("features")),
        history(fields),
        fields.optionalText("token").orElse(null),
        numberOrNull(fields, "after"));
  }

  private static int history(Fields fields) {
    long most = fields.optionalNumber("history").orElse(0);
    if (most > MAX_HISTORY) {
      throw Fields.bad(
          "The member \"history\" is a number of messages: at most " + MAX_HISTORY + ".");
    }
    return (int) most;
  }

  private static Request signal(SignalKind kind, Fields fields) {
    long id = id(fields);
    PeerId to = to(fields);
    return new Request.Signal(
        id,
        kind,
        to,
        switch (kind) {
          case OFFER, ANSWER -> fields.textPayload(kind.payloadName());
          case CANDIDATE -> fields.objectOrNull(kind.payloadName());
        });
  }

  private static Request message(Fields fields) {
    boolean keep = fields.flag("keep");
    if (keep && fields.has("to")) {
      throw Fields.bad(
          "Only a message to everybody is kept: leave out \"keep\", or use \"except\" instead of"
              + " \"to\".");
    }
    return new Request.Message(
        id(fields),
        addressees(fields),
        peers(fields, "except"),
        fields.payload("data"),
        fields.flag("ask"),
        keep);
  }

  private static Request set(Fields fields) {
    return new Request.Set(
        id(fields),
        new StateName(fields.text("name")),
        fields.payload("value"),
        numberOrNull(fields, "if"));
  }

  private static Request update(Fields fields) {
    if (!fields.has("name") && !fields.has("data")) {
      throw Fields.bad("An update changes \"name\", \"data\" or both.");
    }
    return new Request.Update(
        id(fields), name(fields).orElse(null), profileData(fields).orElse(null));
  }

  /** The recipients; null for everybody else in the room. */
  private static @Nullable Set<PeerId> addressees(Fields fields) {
    if (!fields.has("to")) {
      return null;
    }
    if (fields.isText("to")) {
      return Set.of(to(fields));
    }
    Set<PeerId> peers = peers(fields, "to");
    if (peers.isEmpty()) {
      throw Fields.bad("The member \"to\" names nobody: leave it out to reach everybody else.");
    }
    return peers;
  }

  private static Set<PeerId> peers(Fields fields, String name) {
    Set<String> ids = fields.texts(name);
    if (ids.size() > MAX_ADDRESSEES) {
      throw Fields.bad("The member \"" + name + "\" names more than " + MAX_ADDRESSEES + " peers.");
    }
    return ids.stream().map(PeerId::new).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static @Nullable Long numberOrNull(Fields fields, String name) {
    OptionalLong number = fields.optionalNumber(name);
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static PeerId to(Fields fields) {
    return new PeerId(fields.text("to"));
  }

  private static Optional<PeerName> name(Fields fields) {
    return fields.optionalText("name").map(PeerName::new);
  }

  private static Optional<Payload> profileData(Fields fields) {
    Optional<Payload> data = fields.optionalPayload("data");
    if (data.isPresent() && data.get().toString().length() > MAX_PROFILE_DATA) {
      throw Fields.bad("The data of a peer has at most " + MAX_PROFILE_DATA + " characters.");
    }
    return data;
  }

  private static long id(Fields fields) {
    long id = fields.number("id");
    if (id == Request.NO_ID) {
      throw Fields.bad("Ids begin with 1: the first request of a seat has the id 1.");
    }
    return id;
  }

  /** The id of a request that is malformed otherwise. */
  private static long idIfAny(Fields fields) {
    try {
      return fields.optionalNumber("id").orElse(Request.NO_ID);
    } catch (ProtocolException e) {
      return Request.NO_ID;
    }
  }
}
