package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.LinkName;
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
 * The grammar of requests (docs/protocol.md, sections 1 to 3). Unknown members are ignored, so that
 * later versions can add some. Each refusal has a sentence with the reason, for the author of the
 * client. Stateless.
 *
 * <p>{@code protocol/schemas} states the same grammar, and a test compares both on mutations of all
 * fixtures.
 */
final class RequestReader {
  /** UTF-16 code units of the JSON in {@code data} of {@code join} and {@code update}. */
  private static final int MAX_PROFILE_DATA = 8192;

  /** Peers in {@code to} and in {@code except}: as many as a room has seats by default. */
  private static final int MAX_ADDRESSEES = 1000;

  /** Messages of one HTTP post. */
  private static final int MAX_MESSAGES = 1000;

  /** Kept messages that a {@code join} may ask for: as many as a room keeps. */
  private static final int MAX_HISTORY = 100;

  private RequestReader() {}

  static Request read(byte[] text, int from, int to) {
    return read(JsonMembers.read(text, from, to));
  }

  /** Reads one request or an array of requests: see {@link MessageCodec#decodeAll}. */
  static List<Request> readAll(byte[] text, int from, int to, int maxBytes) {
    List<JsonMembers> all = JsonMembers.readAll(text, from, to, MAX_MESSAGES + 1);
    if (all.size() > MAX_MESSAGES) {
      throw tooLarge("At most " + MAX_MESSAGES + " messages are accepted at once: send fewer.");
    }
    if (all.stream().anyMatch(members -> members.bytes() > maxBytes)) {
      throw tooLarge("Send smaller messages: at most " + maxBytes + " bytes each.");
    }
    return all.stream().map(RequestReader::read).toList();
  }

  private static ProtocolException tooLarge(String sentence) {
    return new ProtocolException(ErrorCode.TOO_LARGE, sentence);
  }

  /**
   * Replaces a malformed request by {@link Request.Malformed}, which is answered in its turn like
   * any other request.
   */
  private static Request read(JsonMembers members) {
    try {
      if (members.fault() != null) {
        throw members.fault();
      }
      return parse(members);
    } catch (ProtocolException e) {
      return new Request.Malformed(idIfAny(members), e.code(), e.sentence());
    }
  }

  private static Request parse(JsonMembers members) {
    return switch (members.text("type")) {
      case "join" -> join(members);
      case "ping" -> new Request.Ping();
      case "offer" -> signal(SignalKind.OFFER, members);
      case "answer" -> signal(SignalKind.ANSWER, members);
      case "candidate" -> signal(SignalKind.CANDIDATE, members);
      case "message" -> message(members);
      case "reply" ->
          new Request.Reply(
              id(members), to(members), members.number("re"), members.payload("data"));
      case "update" -> update(members);
      case "set" -> set(members);
      case "leave" -> new Request.Leave(id(members));
      default ->
          throw new ProtocolException(
              ErrorCode.UNKNOWN_TYPE, "Check \"type\": no request has this type.");
    };
  }

  private static Request join(JsonMembers members) {
    return new Request.Join(
        new PeerKey(members.text("key")),
        name(members).orElse(PeerName.NONE),
        profileData(members).orElse(Payload.EMPTY_OBJECT),
        Features.of(members.texts("features")),
        history(members),
        members.optionalText("token").orElse(null),
        numberOrNull(members, "after"));
  }

  private static int history(JsonMembers members) {
    long count = members.optionalNumber("history").orElse(0);
    if (count > MAX_HISTORY) {
      throw ProtocolException.badMessage(
          "The member \"history\" is a number of messages: at most " + MAX_HISTORY + ".");
    }
    return (int) count;
  }

  private static Request signal(SignalKind kind, JsonMembers members) {
    long id = id(members);
    PeerId to = to(members);
    LinkName link = members.optionalText("link").map(LinkName::new).orElse(null);
    return switch (kind) {
      case OFFER, ANSWER ->
          new Request.Signal(
              id,
              kind,
              to,
              link,
              members.textPayload(kind.payloadName()),
              members.optionalPayload("data").orElse(null));
      case CANDIDATE ->
          new Request.Signal(id, kind, to, link, members.objectOrNull(kind.payloadName()), null);
    };
  }

  private static Request message(JsonMembers members) {
    boolean keep = members.flag("keep");
    if (keep && members.has("to")) {
      throw ProtocolException.badMessage(
          "Only a message to everybody is kept: leave out \"keep\", or use \"except\" instead of"
              + " \"to\".");
    }
    return new Request.Message(
        id(members),
        addressees(members),
        peers(members, "except"),
        members.payload("data"),
        members.flag("ask"),
        keep);
  }

  private static Request set(JsonMembers members) {
    return new Request.Set(
        id(members),
        new StateName(members.text("name")),
        members.payload("value"),
        numberOrNull(members, "if"));
  }

  private static Request update(JsonMembers members) {
    if (!members.has("name") && !members.has("data")) {
      throw ProtocolException.badMessage("Send \"name\", \"data\" or both.");
    }
    return new Request.Update(
        id(members), name(members).orElse(null), profileData(members).orElse(null));
  }

  /** The recipients; null for everybody else in the room. */
  private static @Nullable Set<PeerId> addressees(JsonMembers members) {
    if (!members.has("to")) {
      return null;
    }
    if (members.isText("to")) {
      return Set.of(to(members));
    }
    Set<PeerId> peers = peers(members, "to");
    if (peers.isEmpty()) {
      throw ProtocolException.badMessage(
          "The member \"to\" names nobody: leave it out to reach everybody else.");
    }
    return peers;
  }

  private static Set<PeerId> peers(JsonMembers members, String name) {
    Set<String> ids = members.texts(name);
    if (ids.size() > MAX_ADDRESSEES) {
      throw ProtocolException.badMessage(
          "The member \"" + name + "\" names more than " + MAX_ADDRESSEES + " peers.");
    }
    return ids.stream().map(PeerId::new).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static @Nullable Long numberOrNull(JsonMembers members, String name) {
    OptionalLong number = members.optionalNumber(name);
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static PeerId to(JsonMembers members) {
    return new PeerId(members.text("to"));
  }

  private static Optional<PeerName> name(JsonMembers members) {
    return members.optionalText("name").map(PeerName::new);
  }

  private static Optional<Payload> profileData(JsonMembers members) {
    Optional<Payload> data = members.optionalPayload("data");
    if (data.isPresent() && data.get().toString().length() > MAX_PROFILE_DATA) {
      throw ProtocolException.badMessage(
          "The data of a peer has at most " + MAX_PROFILE_DATA + " characters.");
    }
    return data;
  }

  private static long id(JsonMembers members) {
    long id = members.number("id");
    if (id == Request.NO_ID) {
      throw ProtocolException.badMessage(
          "Ids begin with 1: the first request of a seat has the id 1.");
    }
    return id;
  }

  /** The id of a malformed request, if that member is valid. */
  private static long idIfAny(JsonMembers members) {
    try {
      return members.optionalNumber("id").orElse(Request.NO_ID);
    } catch (ProtocolException e) {
      return Request.NO_ID;
    }
  }
}
