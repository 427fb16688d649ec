package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected and received values, and the sentence that states their difference. */
class DifferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2}       | {\"b\":2,\"a\":1}",
        "{\"a\":1}               | {\"a\":1.0}",
        "{\"a\":-300.0}          | {\"a\":-3e2}",
        "{\"a\":_}               | {\"a\":{\"b\":[1]}}",
        "{\"a\":_}               | {\"a\":null}",
        "{\"a\":1,…}             | {\"a\":1,\"b\":2}",
        "{\"a\":1, ... }         | {\"a\":1}",
        "{…}                     | {\"a\":1}",
        "{\"a\":[{\"b\":1,…}]}   | {\"a\":[{\"b\":1,\"c\":2}]}",
        "{\"a\":\"_ …\"}         | {\"a\":\"_ …\"}",
        "{\"a\":null}            | {\"a\":null}",
        "{\"a\":1e99999999999}   | {\"a\":1e99999999999}",
      })
  void findsNoDifference(String expected, String received) {
    assertThat(Difference.between(expectation(expected), Json.message(received))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}         | {\"a\":2}             | \"a\" is 2, not 1",
        "{\"a\":1}         | {\"a\":\"1\"}         | \"a\" is \"1\", not 1",
        "{\"a\":1}         | {\"a\":1,\"b\":null}  | the message has \"b\" too",
        "{\"a\":1,\"b\":_} | {\"a\":1}             | the message lacks \"b\"",
        "{\"a\":1,\"b\":_,…} | {\"a\":1}           | the message lacks \"b\"",
        "{\"a\":null}      | {}                    | the message lacks \"a\"",
        "{\"a\":{\"b\":1}} | {\"a\":{\"b\":2}}     | \"b\" is 2, not 1",
        "{\"a\":{}}        | {\"a\":{\"b\":2}}     | \"a\" has \"b\" too",
        "{\"a\":[1,2]}     | {\"a\":[2,1]}         | \"a\"[0] is 2, not 1",
        "{\"a\":[1]}       | {\"a\":[1,1]}         | \"a\" has 2 elements, not 1",
        "{\"a\":[]}        | {\"a\":{}}            | \"a\" is {}, not []",
        "{\"a\":true}      | {\"a\":false}         | \"a\" is false, not true",
        "{\"a\":\"x\"}     | {\"a\":\"X\"}         | \"a\" is \"X\", not \"x\"",
        "{\"a\":\"_\"}     | {\"a\":\"b\"}         | \"a\" is \"b\", not \"_\"",
        "{\"a\":1e999999}  | {\"a\":1}             | \"a\" is 1, not 1e999999",
        "{\"a\":{\"b\":_,…}} | {\"a\":1}           | \"a\" is 1, not {\"b\":_,…}",
      })
  void namesTheFirstDifference(String expected, String received, String difference) {
    assertThat(Difference.between(expectation(expected), Json.message(received)))
        .contains(difference);
  }

  private static JsonObject expectation(String text) {
    return new Expectation(new Template(text)).filled(_ -> "0");
  }
}
