package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.LeaveReason;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every event, notice and problem that {@link JsonCodec} can write, with every combination of
 * optional members, satisfies its schema; and the schemas describe nothing that it cannot write.
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

  /** Finds members that were renamed or removed in the encoder, but not in the schemas. */
  @Test
  void everyDescribedMemberIsWritten() {
    Set<String> written = new TreeSet<>();
    messages()
        .forEach(message -> {
          JsonObject json = JsonParser.parseString(message).getAsJsonObject();
          addPaths(json.get("type").getAsString(), json, written);
        });
    problems().forEach(problem -> addPaths("problem", JsonParser.parseString(problem), written));
    Set<String> described = new TreeSet<>();
    for (JsonElement each : ProtocolSchemas.read("server-message.json").getAsJsonArray("oneOf")) {
      String schema = each.getAsJsonObject().get("$ref").getAsString();
      addDescribed(schema.replaceAll(".*/|\\.json", ""), ProtocolSchemas.read(schema), described);
    }
    addDescribed("problem", ProtocolSchemas.read("http/problem.json"), described);
    described.removeIf(path -> path.matches("candidate/candidate/.*")); // opaque to the server
    assertThat(described).hasSizeGreaterThan(80);
    described.removeAll(written);
    assertThat(described)
        .as("protocol/schemas describes members that JsonCodec never writes")
        .isEmpty();
  }

  private static void addPaths(String path, JsonElement json, Set<String> paths) {
    if (json instanceof JsonObject object) {
      object
          .entrySet()
          .forEach(member -> {
            paths.add(path + "/" + member.getKey());
            addPaths(path + "/" + member.getKey(), member.getValue(), paths);
          });
    } else if (json instanceof JsonArray array) {
      array.forEach(element -> addPaths(path, element, paths));
    }
  }

  private static void addDescribed(String path, JsonObject schema, Set<String> paths) {
    JsonElement reference = schema.get("$ref");
    if (reference != null) {
      addDescribed(path, resolved(reference.getAsString()), paths);
    }
    if (schema.get("items") instanceof JsonObject items) {
      addDescribed(path, items, paths);
    }
    if (schema.get("properties") instanceof JsonObject properties) {
      properties
          .entrySet()
          .forEach(member -> {
            paths.add(path + "/" + member.getKey());
            addDescribed(path + "/" + member.getKey(), member.getValue().getAsJsonObject(), paths);
          });
    }
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
      payloads.forEach(payload -> events.add(new Event.Signal(Fixtures.BEN, kind, payload)));
    }
    for (Payload value : VALUES) {
      for (boolean flag : new boolean[] {false, true}) {
        events.add(new Event.Message(Fixtures.BEN, value, flag, false));
        events.add(new Event.Message(Fixtures.BEN, value, flag, true));
      }
      events.add(new Event.Reply(Fixtures.BEN, 7, null, value));
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
      for (List<Notice.Error> errors : List.of(List.<Notice.Error>of(), refusals)) {
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
            List.of(List.<PeerId>of(), List.of(Fixtures.BEN, new PeerId("nobody ☕")))) {
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
            3_600L));
  }

  private static List<HistoryMessage> kept() {
    return VALUES.stream()
        .map(value -> new HistoryMessage(41, Fixtures.BEN, new PeerName("Ben"), value))
        .toList();
  }

  private static Map<StateName, StateValue> state() {
    return Map.of(
        new StateName("slides.page"), new StateValue(VALUES.getFirst(), 43),
        new StateName("a"), new StateValue(VALUES.getLast(), MOST));
  }

  private static Notice.Joined joined(
      long seq,
      long received,
      @Nullable List<PeerInfo> peers,
      @Nullable List<HistoryMessage> history,
      @Nullable Map<StateName, StateValue> state,
      List<Notice.Error> errors,
      Notice.IceServers ice) {
    return new Notice.Joined(
        Fixtures.ROOM,
        new PeerInfo(
            Fixtures.ANA,
            3,
            Fixtures.ANA_NAME,
            "member",
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
        65_536,
        50,
        20);
  }
}
