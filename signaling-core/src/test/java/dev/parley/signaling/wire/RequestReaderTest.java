package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.StateName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of the grammar; well-formed requests are in protocol/fixtures. */
class RequestReaderTest {
  private static final String KEY = "\"key\":\"ana-fixture-key-0123456789abcdef\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"features\":\"state\"",
        "\"features\":{}",
        "\"features\":null",
        "\"features\":[7]",
        "\"features\":[\"\"]",
        "\"features\":[\"two words\"]",
        "\"features\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\","
            + "\"13\",\"14\",\"15\",\"16\",\"17\"]",
        "\"history\":101",
        "\"history\":-1",
        "\"history\":1.5",
        "\"history\":\"10\"",
        "\"history\":4294967297",
        "\"history\":null"
      })
  void joinsWithInvalidFeaturesOrHistoryAreMalformed(String member) {
    isMalformed("{\"type\":\"join\"," + KEY + "," + member + "}", Request.NO_ID);
  }

  @Test
  void historyIsReadUpTo100AndDefaultsToZero() {
    assertThat(join("\"history\":100").history()).isEqualTo(100);
    assertThat(join("\"history\":0").history()).isZero();
    assertThat(join("\"name\":\"Ana\"").history()).isZero();
  }

  @Test
  void repeatedFeaturesCountOnce() {
    assertThat(join("\"features\":[\"state\",\"history\",\"state\"]").features())
        .isEqualTo(Features.of(java.util.Set.of("history", "state")));
    assertThat(join("\"features\":[]").features()).isEqualTo(Features.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"message\",\"id\":3,\"data\":1,\"keep\":1}",
        "{\"type\":\"message\",\"id\":3,\"data\":1,\"keep\":\"true\"}",
        "{\"type\":\"message\",\"id\":3,\"data\":1,\"keep\":true,\"to\":\"ben\"}",
        "{\"type\":\"message\",\"id\":3,\"data\":1,\"keep\":true,\"to\":[\"ben\"]}",
        "{\"type\":\"set\",\"id\":3,\"name\":\"a\"}",
        "{\"type\":\"set\",\"id\":3,\"value\":1}",
        "{\"type\":\"set\",\"id\":3,\"name\":\"\",\"value\":1}",
        "{\"type\":\"set\",\"id\":3,\"name\":\"a b\",\"value\":1}",
        "{\"type\":\"set\",\"id\":3,\"name\":7,\"value\":1}",
        "{\"type\":\"set\",\"id\":3,\"name\":\"a\",\"value\":1,\"if\":-1}",
        "{\"type\":\"set\",\"id\":3,\"name\":\"a\",\"value\":1,\"if\":null}",
        "{\"type\":\"set\",\"id\":3,\"name\":\"a\",\"value\":1,\"if\":9007199254740992}"
      })
  void requestsWithInvalidKeepOrSetMembersAreMalformed(String json) {
    isMalformed(json, 3);
  }

  @Test
  void keepMayBeFalseInAMessageToOnePeer() {
    assertThat(read("{\"type\":\"message\",\"id\":3,\"to\":\"ben\",\"data\":1,\"keep\":false}"))
        .isInstanceOfSatisfying(
            Request.Message.class, message -> assertThat(message.keep()).isFalse());
  }

  @Test
  void nullValuesAreRecognizedDespiteWhiteSpace() {
    Request set = read("{\"type\":\"set\",\"id\":3,\"name\":\"a\",\"value\": null }");
    assertThat(set)
        .isEqualTo(new Request.Set(3, new StateName("a"), Payload.of("null"), null))
        .isInstanceOfSatisfying(
            Request.Set.class, each -> assertThat(each.value().isNull()).isTrue());
    assertThat(Payload.of("\"null\"").isNull()).isFalse();
    assertThat(Payload.EMPTY_OBJECT.isNull()).isFalse();
  }

  private static Request.Join join(String member) {
    return (Request.Join) read("{\"type\":\"join\"," + KEY + "," + member + "}");
  }

  private static void isMalformed(String json, long id) {
    assertThat(read(json))
        .isInstanceOfSatisfying(
            Request.Malformed.class,
            malformed -> {
              assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_MESSAGE);
              assertThat(malformed.id()).isEqualTo(id);
            });
  }

  private static Request read(String json) {
    return JsonCodec.STANDARD.decode(json);
  }
}
