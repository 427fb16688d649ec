package dev.parley.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of shared values. */
class StateNameTest {

  @Test
  void namesHaveUpTo64Characters() {
    String longest = "A~b_c-d.".repeat(8);
    assertThat(new StateName(longest)).hasToString(longest);
    assertThatThrownBy(() -> new StateName(longest + "x")).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "é", "a\"b"})
  void invalidNamesAreRefused(String name) {
    assertThatThrownBy(() -> new StateName(name))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host.", "host.locked"})
  void namesWithTheHostPrefixAreForHosts(String name) {
    assertThat(new StateName(name).isForHosts()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "hosts.a", "Host.a", "a.host."})
  void otherNamesAreForEverybody(String name) {
    assertThat(new StateName(name).isForHosts()).isFalse();
  }

  @Test
  void namesAreOrderedByCharacters() {
    assertThat(new StateName("a")).isLessThan(new StateName("b"));
  }
}
