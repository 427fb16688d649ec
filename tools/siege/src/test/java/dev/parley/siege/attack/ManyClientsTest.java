package dev.parley.siege.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyClientsTest {
  @Test
  void collidingNamesDifferAndHaveOneHashCode() {
    List<String> names = IntStream.range(0, 16_384).mapToObj(ManyClients::collidingName).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[A-Za-z]{1,128}"));
    assertThat(names.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);
  }
}
