package dev.parley.bench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageWriterTest {
  private static final ServerProtocol.Identity IDENTITY =
      new ServerProtocol.Identity("ann", "standup");

  private final ByteBuffer buffer = ByteBuffer.allocate(MessageWriter.MAX_BYTES);
  private final Payload payload = new Payload();

  @Test
  void numbersRequestsAndNamesTheReceiver() {
    MessageWriter writer = writer(new ServerProtocols.Parley());
    writer.write(MessageKind.OFFER, "ben", 1, 0, 200);
    writer.write(MessageKind.CANDIDATE, "ben", 1, 0, 200);
    JsonObject candidate = json();
    assertThat(candidate.get("type").getAsString()).isEqualTo("candidate");
    assertThat(candidate.get("id").getAsInt()).isEqualTo(2);
    assertThat(candidate.get("to").getAsString()).isEqualTo("ben");
    assertThat(candidate.getAsJsonObject("candidate").get("candidate").getAsString())
        .startsWith("@parley:");
  }

  @Test
  void numbersALeave() {
    MessageWriter writer = writer(new ServerProtocols.Parley());
    for (int i = 1; i < 10; i++) {
      writer.write(MessageKind.BROADCAST, "", 1, 0, 0);
    }
    writer.write(new ServerProtocols.Parley().leaveTemplate().orElseThrow());
    assertThat(text()).isEqualTo("{\"type\":\"leave\",\"id\":10}");
  }

  @ParameterizedTest
  @EnumSource
  void everyProtocolCarriesThePayload(MessageKind kind) {
    for (ServerProtocol protocol :
        List.of(
            new ServerProtocols.Parley(),
            new ServerProtocols.PeerJs(),
            new ServerProtocols.WsRelay(),
            new ServerProtocols.SocketIo())) {
      writer(protocol).write(kind, "ben", 7, 1_234_567_890_123L, 500);
      int at = Payload.find(buffer.array(), 0, buffer.position());
      assertThat(payload.read(buffer.array(), at, buffer.position())).isTrue();
      assertThat(payload.kind()).isEqualTo(kind);
      assertThat(payload.sender()).isEqualTo(7);
      assertThat(payload.number()).isEqualTo(1);
      assertThat(payload.sentAt()).isEqualTo(1_234_567_890_123L);
    }
  }

  @Test
  void aMessageIsValidJsonWithAPayloadOfAnyLength() {
    MessageWriter writer = writer(new ServerProtocols.PeerJs());
    for (int size = Payload.HEADER_LENGTH; size < Payload.HEADER_LENGTH + 300; size++) {
      writer.write(MessageKind.OFFER, "ben", 1, 0, size);
      JsonElement sdp = json().getAsJsonObject("payload").get("sdp");
      assertThat(sdp.getAsString()).startsWith("@parley:");
    }
  }

  private MessageWriter writer(ServerProtocol protocol) {
    return new MessageWriter(protocol, IDENTITY, buffer);
  }

  private JsonObject json() {
    return new Gson().fromJson(text(), JsonObject.class);
  }

  private String text() {
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }
}
