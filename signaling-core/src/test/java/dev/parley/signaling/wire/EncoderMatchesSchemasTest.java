package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.LinkName;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every event, notice and problem that {@link JsonCodec} can write, with every combination of
 * optional members, satisfies its schema; and the schemas describe nothing that it does not write.
 */
class EncoderMatchesSchemasTest {
  private static final List<Payload> VALUES =
      List.of(
          Payload.of("null"),
          Payload.of("{\"type\":7}"),
          Payload.of("[1,\"é\"]"),
          Payload.of("\"text\""));
  private static final List<PeerName> NAMES =
      List.of(PeerName.NONE, new PeerName("Ana \"A\" ☕ <b>"), new PeerName("é".repeat(100)));
  private static final List<Features> FEATURES =
      List.of(Features.NONE, Features.SERVER, Features.of(Set.of("a", "A-b_c.9")));
  private static final long MOST = (1L << 53) - 1;
  private static final JsonArray NOTHING = new JsonArray();

  /** Forms for later versions and other servers. */
  private static final Pattern RESERVED = Pattern.compile(" = \"(viewer|room-locked)\"$");

  private final ProtocolSchemas schemas = ProtocolSchemas.closed();
  private final JsonCodec codec = JsonCodec.STANDARD;

  @Test
  void everyMessageIsValid() {
    messages()
        .forEach(message ->
            assertThat(schemas.problemsOfServerMessage(message))
                .as("JsonCodec wrote %s: change it, or the schema that refuses it", message)
                .isEmpty());
  }

  @Test
  void everyProblemIsValid() {
    problems()
        .forEach(problem ->
            assertThat(schemas.problems("http/problem.json", problem))
                .as("JsonCodec wrote %s: change it, or the schema that refuses it", problem)
                .isEmpty());
  }

  /**
   * Finds members, values and absences that the schemas allow and the encoder never writes: the
   * encoder has been changed alone, or the schemas have.
   */
  @Test
  void everyDescribedFormIsWritten() {
    Map<String, List<JsonElement>> written = new HashMap<>();
    messages()
        .forEach(message -> {
          JsonObject json = JsonParser.parseString(message).getAsJsonObject();
          addValues(json.get("type").getAsString(), json, written);
        });
    problems().forEach(problem -> addValues("problem", JsonParser.parseString(problem), written));
    Set<String> unwritten = new TreeSet<>();
    for (JsonElement each : ProtocolSchemas.read("server-message.json").getAsJsonArray("oneOf")) {
      String schema = each.getAsJsonObject().get("$ref").getAsString();
      String type = schema.replaceAll(".*/|\\.json", "");
      addUnwritten(type, ProtocolSchemas.read(schema), written, unwritten);
    }
    addUnwritten("problem", ProtocolSchemas.read("http/problem.json"), written, unwritten);
    unwritten.removeIf(form -> RESERVED.matcher(form).find());
    assertThat(unwritten)
        .as("forms that protocol/schemas describes and JsonCodec never writes")
        .isEmpty();
  }

  private static void addValues(
      String path, JsonElement json, Map<String, List<JsonElement>> values) {
    values.computeIfAbsent(path, _ -> new ArrayList<>()).add(json);
    if (json instanceof JsonObject object) {
      object.asMap().forEach((name, value) -> addValues(path + "/" + name, value, values));
    } else if (json instanceof JsonArray array) {
      String elements = path.endsWith("/errors") ? "error" : path + "[]";
      array.forEach(element -> addValues(elements, element, values));
    }
  }

  private static void addUnwritten(
      String path,
      JsonObject schema,
      Map<String, List<JsonElement>> written,
      Set<String> unwritten) {
    if (path.startsWith("candidate/candidate/")) {
      return; // the server does not read candidates
    }
    List<JsonElement> values = written.getOrDefault(path, List.of());
    if (values.isEmpty()) {
      unwritten.add(path);
      return;
    }
    if (schema.get("$ref") instanceof JsonPrimitive reference) {
      addUnwritten(path, resolved(reference.getAsString()), written, unwritten);
    }
    if (schema.get("items") instanceof JsonObject items && !path.endsWith("/errors")) {
      addUnwritten(path + "[]", items, written, unwritten);
    }
    if (schema.get("properties") instanceof JsonObject properties) {
      properties
          .asMap()
          .forEach((name, member) ->
              addUnwritten(path + "/" + name, member.getAsJsonObject(), written, unwritten));
      absent(schema)
          .filter(name -> values.stream().noneMatch(value -> lacks(value, name)))
          .forEach(name -> unwritten.add(path + " without " + name));
    }
    elements(schema, "type")
        .filter(type -> values.stream().noneMatch(value -> type.equals(typeOf(value))))
        .forEach(type -> unwritten.add(path + " of the type " + type));
    elements(schema, "x-extensible-enum")
        .filter(value -> !values.contains(value))
        .forEach(value -> unwritten.add(path + " = " + value));
    for (String keyword : List.of("minimum", "minItems")) {
      JsonElement least = schema.get(keyword);
      if (least != null && values.stream().noneMatch(value -> size(value) == least.getAsLong())) {
        unwritten.add(path + " with the " + keyword + " " + least);
      }
    }
  }

  private static boolean lacks(JsonElement value, String name) {
    return value instanceof JsonObject object && !object.has(name);
  }

  /** The members that an object may lack. */
  private static Stream<String> absent(JsonObject schema) {
    JsonArray required = schema.has("required") ? schema.getAsJsonArray("required") : NOTHING;
    return schema.getAsJsonObject("properties").keySet().stream()
        .filter(name -> !required.contains(new JsonPrimitive(name)));
  }

  /** The elements of a keyword whose argument is an array; none if it is a single value. */
  private static Stream<JsonElement> elements(JsonObject schema, String keyword) {
    return schema.get(keyword) instanceof JsonArray array
        ? array.asList().stream()
        : Stream.empty();
  }

  private static long size(JsonElement value) {
    return value instanceof JsonArray array ? array.size() : value.getAsLong();
  }

  /** The name that JSON Schema has for the type of a value; integers are the only numbers here. */
  private static JsonPrimitive typeOf(JsonElement value) {
    return new JsonPrimitive(
        switch (value) {
          case JsonObject _ -> "object";
          case JsonArray _ -> "array";
          case JsonPrimitive number when number.isNumber() -> "integer";
          case JsonPrimitive flag when flag.isBoolean() -> "boolean";
          case JsonPrimitive _ -> "string";
          default -> "null";
        });
  }

  private static JsonObject resolved(String reference) {
    int definition = reference.indexOf("#/$defs/");
    return definition < 0
        ? ProtocolSchemas.read("notices/" + reference)
        : ProtocolSchemas.read("types.json")
            .getAsJsonObject("$defs")
            .getAsJsonObject(reference.substring(definition + "#/$defs/".length()));
  }

  @Test
  void peerIdsAreAsLongAsTheSchemaSays() {
    assertThat(resolved("types.json#/$defs/peerId").get("pattern").getAsString())
        .as("the pattern of peerId in protocol/schemas/types.json")
        .isEqualTo("^[A-Za-z0-9_-]{" + Fixtures.BEN.value().length() + "}$");
  }

  @Test
  void everyTypeIsCovered() {
    assertThat(events())
        .extracting(Object::getClass)
        .as("Event has a type that this test does not encode: add it to events()")
        .contains(Event.class.getPermittedSubclasses());
    assertThat(notices())
        .extracting(Object::getClass)
        .as("Notice has a type that this test does not encode: add it to notices()")
        .contains(Notice.class.getPermittedSubclasses());
  }

  private static final LinkName LINK = new LinkName("A-b_c.9");

  private List<String> messages() {
    List<String> messages = new ArrayList<>();
    for (long seq : new long[] {1, 1_782_000_000_002L, MOST}) {
      events().forEach(event -> messages.add(Fixtures.text(codec.encode(seq, event))));
    }
    notices().forEach(notice -> messages.add(Fixtures.text(codec.encode(notice))));
    return messages;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    errors().forEach(error -> problems.add(Fixtures.text(codec.problem(error))));
    problems.add(Fixtures.text(codec.problem(404, "not-found", "There is nothing here.")));
    return problems;
  }

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (PeerInfo peer : peers()) {
      events.add(new Event.PeerJoined(peer));
      events.add(new Event.PeerUpdated(peer));
    }
    for (LeaveReason reason : LeaveReason.values()) {
      events.add(new Event.PeerLeft(Fixtures.BEN, reason));
    }
    for (SignalKind kind : SignalKind.values()) {
      List<Payload> payloads =
          switch (kind) {
            case OFFER, ANSWER -> List.of(Payload.of("\"\""), Payload.of("\"v=0\\r\\n\""));
            case CANDIDATE -> List.of(Payload.of("null"), Payload.of("{\"any\":[1]}"));
          };
      payloads.forEach(payload -> {
        events.add(new Event.Signal(Fixtures.BEN, kind, payload));
        events.add(new Event.Signal(Fixtures.BEN, kind, LINK, payload, null));
      });
    }
    for (Payload value : VALUES) {
      for (LinkName link : Arrays.asList(null, LINK)) {
        Payload sdp = Payload.of("\"v=0\"");
        events.add(new Event.Signal(Fixtures.BEN, SignalKind.OFFER, link, sdp, value));
        events.add(new Event.Signal(Fixtures.BEN, SignalKind.ANSWER, link, sdp, value));
      }
      for (boolean flag : new boolean[] {false, true}) {
        events.add(new Event.Message(Fixtures.BEN, value, flag, false));
        events.add(new Event.Message(Fixtures.BEN, value, flag, true));
      }
      events.add(new Event.Reply(Fixtures.BEN, 0, null, value));
      events.add(new Event.Reply(Fixtures.BEN, MOST, 1L, value));
      events.add(new Event.State(Fixtures.BEN, new StateName("a.b_c~d-9"), value));
    }
    return events;
  }

  private static List<PeerInfo> peers() {
    List<PeerInfo> peers = new ArrayList<>();
    for (PeerName name : NAMES) {
      for (Features features : FEATURES) {
        for (Payload data : VALUES) {
          peers.add(new PeerInfo(Fixtures.BEN, 1, name, "member", features, true, data));
          peers.add(new PeerInfo(Fixtures.BEN, MOST, name, "host", features, false, data));
        }
      }
    }
    return peers;
  }

  private static List<Notice> notices() {
    List<Notice> notices = new ArrayList<>(errors());
    List<Notice.Error> refusals =
        List.of(
            new Notice.Error(ErrorCode.BAD_MESSAGE, "No.", 3),
            new Notice.Error(ErrorCode.PEER_GONE, "No.", 4, List.of(Fixtures.BEN), 250L, 0L));
    for (Notice.IceServers ice : iceServers()) {
      notices.add(ice);
      for (List<Notice.Error> errors :
          List.of(List.<Notice.Error>of(), refusals.subList(0, 1), refusals)) {
        notices.add(joined(41, 12, null, null, null, errors, ice));
      }
      for (List<PeerInfo> peers : Arrays.asList(List.<PeerInfo>of(), peers())) {
        for (List<HistoryMessage> history :
            Arrays.asList(null, List.<HistoryMessage>of(), kept())) {
          for (Map<StateName, StateValue> state :
              Arrays.asList(null, Map.<StateName, StateValue>of(), state())) {
            notices.add(joined(0, 0, peers, history, state, List.of(), ice));
          }
        }
      }
    }
    for (long received : new long[] {0, 1, MOST}) {
      notices.add(new Notice.Ack(received));
      notices.add(new Notice.Ack(received, refusals));
      notices.add(new Notice.Ack(received, refusals.subList(1, 2)));
    }
    notices.add(new Notice.Bye("The server restarts.", 0));
    notices.add(new Notice.Pong());
    return notices;
  }

  private static List<Notice.Error> errors() {
    List<Notice.Error> errors = new ArrayList<>();
    for (ErrorCode code : ErrorCode.values()) {
      for (long re : new long[] {Request.NO_ID, 1, MOST}) {
        for (List<PeerId> peers :
            List.of(
                List.<PeerId>of(),
                List.of(Fixtures.BEN),
                List.of(Fixtures.BEN, new PeerId("nobody ☕")))) {
          for (Long retryAfter : new @Nullable Long[] {null, 0L, 250L}) {
            for (Long seq : new @Nullable Long[] {null, 0L, 58L}) {
              errors.add(new Notice.Error(code, "No.", re, peers, retryAfter, seq));
            }
          }
        }
      }
    }
    return errors;
  }

  private static List<Notice.IceServers> iceServers() {
    return List.of(
        new Notice.IceServers(List.of(), null),
        new Notice.IceServers(List.of(IceServer.of("stun:stun.example.org")), null),
        new Notice.IceServers(
            List.of(new IceServer(List.of("turns:turn.example.org"), "1700000000:ana", "secret")),
            0L));
  }

  private static List<HistoryMessage> kept() {
    return VALUES.stream()
        .map(value -> new HistoryMessage(1, Fixtures.BEN, new PeerName("Ben"), value))
        .toList();
  }

  private static Map<StateName, StateValue> state() {
    return Map.of(
        new StateName("slides.page"), new StateValue(VALUES.getFirst(), 43),
        new StateName("a"), new StateValue(VALUES.getLast(), MOST));
  }

  /** A resume has the lowest numbers, a first join ordinary ones. */
  private static Notice.Joined joined(
      long seq,
      long received,
      @Nullable List<PeerInfo> peers,
      @Nullable List<HistoryMessage> history,
      @Nullable Map<StateName, StateValue> state,
      List<Notice.Error> errors,
      Notice.IceServers ice) {
    boolean resumed = peers == null;
    return new Notice.Joined(
        Fixtures.ROOM,
        new PeerInfo(
            Fixtures.ANA,
            resumed ? 1 : 3,
            Fixtures.ANA_NAME,
            resumed ? "host" : "member",
            Features.NONE,
            true,
            Payload.EMPTY_OBJECT),
        "3.LAmJYavK7teMjA5D7SUeCj",
        seq,
        received,
        Features.SERVER,
        peers,
        history,
        state,
        errors,
        ice,
        resumed ? 1 : 65_536,
        resumed ? 1 : 50,
        resumed ? 1 : 20);
  }
}
