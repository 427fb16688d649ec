package dev.parley.siege.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseRulesTest {

  @ParameterizedTest
  @CsvSource({"200,''", "201,{}", "204,''", "400,no", "429,wait", "503,wait", "501,''", "505,no"})
  void permittedResponsesHaveNoFault(int status, String body) {
    assertThat(ResponseRules.fault(status, body)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"400,''", "404,' '", "500,'{}'", "502,'{}'", "504,late", "503,''"})
  void emptyErrorsAndServerErrorsAreFaults(int status, String body) {
    assertThat(ResponseRules.fault(status, body)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "400,'java.lang.IllegalStateException: no'",
    "400,'  at io.undertow.Handler.handle(Handler.java:3)'"
  })
  void stackTracesAreFaults(int status, String body) {
    assertThat(ResponseRules.fault(status, body)).contains("stack trace");
  }

  @ParameterizedTest
  @CsvSource({
    "at least one, '  at noon'",
    "Parley is at http://localhost:8080/, no such exception"
  })
  void ordinaryTextIsNoStackTrace(String first, String second) {
    assertThat(ResponseRules.hasStackTrace(first + "\n" + second)).isFalse();
  }
}
