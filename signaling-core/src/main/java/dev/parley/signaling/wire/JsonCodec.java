package dev.parley.signaling.wire;

import com.google.gson.stream.JsonWriter;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.LinkName;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The JSON messages of docs/protocol.md. Participants on connections and over HTTP use it, and the
 * encoder of event streams wraps it.
 *
 * <p>Optional members are left out, never null. Relayed events are built around the bytes of their
 * payload, since there is one for each message and recipient encoding; rosters and notices are
 * rarer, and are written by Gson. Stateless and thread-safe.
 */
public final class JsonCodec implements MessageCodec {
  /** The only instance. */
  public static final JsonCodec STANDARD = new JsonCodec();

  private JsonCodec() {}

  @Override
  public Request decode(byte[] text, int from, int to) {
    return RequestReader.read(text, from, to);
  }

  @Override
  public List<Request> decodeAll(byte[] text, int from, int to, int maxBytes) {
    return RequestReader.readAll(text, from, to, maxBytes);
  }

  /**
   * An error as the body of an HTTP response: {@code application/problem+json} (RFC 9457), with the
   * members of the error.
   */
  public byte[] problem(Notice.Error error) {
    return problem(
        error.code().httpStatus(),
        error.code().wireName(),
        error.sentence(),
        json -> writeContext(json, error));
  }

  /**
   * The same for an HTTP error outside of the protocol, such as a path that does not exist.
   *
   * @param code a word for programs, in the style of the error codes
   */
  public byte[] problem(int status, String code, String sentence) {
    return problem(status, code, sentence, _ -> {});
  }

  private static byte[] problem(
      int status, String code, String sentence, JsonText.Members context) {
    return JsonText.object(json -> {
      json.name("type").value("about:blank");
      json.name("status").value(status);
      json.name("detail").value(sentence);
      json.name("code").value(code);
      context.writeTo(json);
    });
  }

  @Override
  public byte[] encode(long seq, Event event) {
    return switch (event) {
      case Event.PeerJoined(PeerInfo peer) ->
          event(seq, "peer-joined", json -> write(json.name("peer"), peer));
      case Event.PeerUpdated(PeerInfo peer) ->
          event(seq, "peer-updated", json -> write(json.name("peer"), peer));
      case Event.PeerLeft left ->
          from(
              seq,
              "peer-left",
              left.from(),
              json -> json.name("reason").value(left.reason().wireName()));
      case Event.Signal signal -> relayed(seq, signal);
      case Event.Message(PeerId from, Payload data, boolean ask, _) ->
          relayed(seq, "message", from, "\"data\":", data, ask ? ",\"ask\":true" : "");
      case Event.State(PeerId from, StateName name, Payload value) ->
          relayed(seq, "state", from, "\"name\":\"" + name.value() + "\",\"value\":", value, "");
      case Event.Reply reply -> from(seq, "reply", reply.from(), json -> write(json, reply));
    };
  }

  @Override
  public byte[] encode(Notice notice) {
    return switch (notice) {
      case Notice.Joined joined -> JsonText.message("joined", json -> write(json, joined));
      case Notice.Ack ack -> JsonText.message("ack", json -> write(json, ack));
      case Notice.Error error -> JsonText.message("error", json -> write(json, error));
      case Notice.IceServers ice -> JsonText.message("ice-servers", json -> write(json, ice));
      case Notice.Bye(String reason, long reconnectAfter) ->
          JsonText.message(
              "bye",
              json ->
                  json.name("reason").value(reason).name("reconnectAfter").value(reconnectAfter));
      case Notice.Pong _ -> JsonText.message("pong", _ -> {});
    };
  }

  private static byte[] relayed(long seq, Event.Signal signal) {
    SignalKind kind = signal.kind();
    LinkName link = signal.link();
    String payloadMember = "\"" + kind.payloadName() + "\":";
    String before = link == null ? payloadMember : "\"link\":\"" + link + "\"," + payloadMember;
    Payload data = signal.data();
    if (data == null) {
      return relayed(seq, kind.wireName(), signal.from(), before, signal.payload(), "");
    }
    String head = head(seq, kind.wireName(), signal.from()) + before;
    return JsonText.around(head, signal.payload(), ",\"data\":", data, "}");
  }

  /**
   * Writes an event around the bytes of its payload, without parsing them. Types, the ids of seated
   * peers, links and the names of shared values are restricted to ASCII that needs no escapes.
   */
  private static byte[] relayed(
      long seq, String type, PeerId from, String before, Payload payload, String after) {
    return JsonText.around(head(seq, type, from) + before, payload, after + "}");
  }

  private static String head(long seq, String type, PeerId from) {
    return "{\"type\":\"" + type + "\",\"seq\":" + seq + ",\"from\":\"" + from.value() + "\",";
  }

  private static byte[] event(long seq, String type, JsonText.Members members) {
    return JsonText.message(
        type,
        json -> {
          json.name("seq").value(seq);
          members.writeTo(json);
        });
  }

  private static byte[] from(long seq, String type, PeerId from, JsonText.Members members) {
    return event(
        seq,
        type,
        json -> {
          json.name("from").value(from.value());
          members.writeTo(json);
        });
  }

  private static void write(JsonWriter json, String name, Payload payload) throws IOException {
    json.name(name).jsonValue(payload.toString());
  }

  private static void write(JsonWriter json, Event.Reply reply) throws IOException {
    json.name("re").value(reply.re());
    if (reply.ask() != null) {
      json.name("ask").value(reply.ask());
    }
    write(json, "data", reply.data());
  }

  private static void write(JsonWriter json, PeerInfo peer) throws IOException {
    writeSelf(json.beginObject(), peer);
    if (!peer.features().isEmpty()) {
      write(json, peer.features());
    }
    json.name("online").value(peer.online());
    write(json, "data", peer.data());
    json.endObject();
  }

  private static void writeSelf(JsonWriter json, PeerInfo peer) throws IOException {
    json.name("id").value(peer.id().value());
    json.name("seat").value(peer.seat());
    json.name("name").value(peer.name().value());
    json.name("role").value(peer.role());
  }

  private static void write(JsonWriter json, Notice.Joined joined) throws IOException {
    json.name("room").value(joined.room().value());
    writeSelf(json.name("self").beginObject(), joined.self());
    json.endObject();
    json.name("ticket").value(joined.ticket());
    json.name("resumed").value(joined.resumed());
    json.name("seq").value(joined.seq()).name("received").value(joined.received());
    write(json, joined.features());
    if (joined.peers() != null) {
      json.name("peers").beginArray();
      for (PeerInfo peer : joined.peers()) {
        write(json, peer);
      }
      json.endArray();
    }
    if (joined.history() != null) {
      json.name("history").beginArray();
      for (HistoryMessage message : joined.history()) {
        write(json, message);
      }
      json.endArray();
    }
    if (joined.state() != null) {
      json.name("state").beginObject();
      for (Map.Entry<StateName, StateValue> each : joined.state().entrySet()) {
        write(json.name(each.getKey().value()), each.getValue());
      }
      json.endObject();
    }
    writeErrors(json, joined.errors());
    write(json, joined.iceServers());
    json.name("topology").value("mesh");
    json.name("limits").beginObject();
    json.name("messageBytes").value(joined.messageBytes());
    json.name("messagesPerSecond").value(joined.messagesPerSecond()).endObject();
    json.name("heartbeat").value(joined.heartbeatSeconds());
  }

  private static void write(JsonWriter json, Features features) throws IOException {
    json.name("features").beginArray();
    for (String name : features.names()) {
      json.value(name);
    }
    json.endArray();
  }

  private static void write(JsonWriter json, HistoryMessage message) throws IOException {
    json.beginObject().name("seq").value(message.seq());
    json.name("from").value(message.from().value());
    json.name("name").value(message.name().value());
    write(json, "data", message.data());
    json.endObject();
  }

  private static void write(JsonWriter json, StateValue state) throws IOException {
    write(json.beginObject(), "value", state.value());
    json.name("seq").value(state.seq()).endObject();
  }

  private static void write(JsonWriter json, Notice.IceServers ice) throws IOException {
    json.name("iceServers").beginArray();
    for (IceServer server : ice.servers()) {
      json.beginObject().name("urls").beginArray();
      for (String url : server.urls()) {
        json.value(url);
      }
      json.endArray();
      if (server.username() != null && server.credential() != null) {
        json.name("username")
            .value(server.username())
            .name("credential")
            .value(server.credential());
      }
      json.endObject();
    }
    json.endArray();
    if (ice.ttlSeconds() != null) {
      json.name("iceServersTtl").value(ice.ttlSeconds());
    }
  }

  private static void write(JsonWriter json, Notice.Ack ack) throws IOException {
    json.name("received").value(ack.received());
    writeErrors(json, ack.errors());
  }

  /** Errors within another message; the member is left out if there are none. */
  private static void writeErrors(JsonWriter json, List<Notice.Error> errors) throws IOException {
    if (!errors.isEmpty()) {
      json.name("errors").beginArray();
      for (Notice.Error error : errors) {
        write(json.beginObject().name("type").value("error"), error);
        json.endObject();
      }
      json.endArray();
    }
  }

  private static void write(JsonWriter json, Notice.Error error) throws IOException {
    json.name("code").value(error.code().wireName()).name("message").value(error.sentence());
    writeContext(json, error);
  }

  /** The optional members of an error. */
  private static void writeContext(JsonWriter json, Notice.Error error) throws IOException {
    if (error.re() != Request.NO_ID) {
      json.name("re").value(error.re());
    }
    if (!error.peers().isEmpty()) {
      json.name("peers").beginArray();
      for (PeerId peer : error.peers()) {
        json.value(peer.value());
      }
      json.endArray();
    }
    if (error.retryAfterMillis() != null) {
      json.name("retryAfter").value(error.retryAfterMillis());
    }
    if (error.seq() != null) {
      json.name("seq").value(error.seq());
    }
  }
}
