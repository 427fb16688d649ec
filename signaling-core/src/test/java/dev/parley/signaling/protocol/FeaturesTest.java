package dev.parley.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of feature names, and their limits. */
class FeaturesTest {

  @Test
  void featuresAreSorted() {
    Set<String> names = new LinkedHashSet<>(List.of("state", "a", "Z", "history"));
    assertThat(Features.of(names).names()).containsExactly("Z", "a", "history", "state");
  }

  @Test
  void featuresAreCopied() {
    Set<String> names = new LinkedHashSet<>(List.of("a"));
    Features features = Features.of(names);
    names.add("b");
    assertThat(features.has("a")).isTrue();
    assertThat(features.has("b")).isFalse();
    assertThatThrownBy(() -> features.names().add("b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void commonFeaturesAreShared() {
    assertThat(Features.of(Set.of())).isSameAs(Features.NONE);
    assertThat(Features.of(Set.of("state", "history")))
        .isSameAs(Features.of(Set.of("history", "state")));
    assertThat(Features.of(Set.of("state"))).isNotEqualTo(Features.of(Set.of("state", "history")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Report.v2_x-1", "abcdefghijklmnopqrstuvwxyz012345"})
  void validNamesAreAccepted(String name) {
    assertThat(Features.of(Set.of(name)).has(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a~b", "é", "a\"", "abcdefghijklmnopqrstuvwxyz0123456"})
  void invalidNamesAreRefused(String name) {
    assertThatThrownBy(() -> Features.of(Set.of(name)))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_MESSAGE));
  }

  @Test
  void moreThanSixteenNamesAreRefused() {
    assertThat(Features.of(numbered(16)).names()).hasSize(16);
    assertThatThrownBy(() -> Features.of(numbered(17))).isInstanceOf(ProtocolException.class);
  }

  @Test
  void featuresCountInTheLengthOfAPeerAndSurviveItsUpdates() {
    PeerInfo plain =
        new PeerInfo(
            new PeerId("a"), 1, PeerName.NONE, "", Features.NONE, true, Payload.EMPTY_OBJECT);
    PeerInfo able =
        new PeerInfo(plain.id(), 1, plain.name(), "", Features.SERVER, true, plain.data());
    assertThat(able.length()).isGreaterThanOrEqualTo(plain.length() + "historystate".length());
    assertThat(able.withOnline(false).features()).isEqualTo(Features.SERVER);
    assertThat(able.withProfile(new PeerName("x"), plain.data()).features())
        .isEqualTo(Features.SERVER);
  }

  private static Set<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f" + i).collect(Collectors.toSet());
  }
}
