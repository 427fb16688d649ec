package dev.parley.siege.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AttacksTest {

  @Test
  void namesAreUnique() {
    assertThat(Attacks.all()).extracting(Attack::name).doesNotHaveDuplicates();
  }

  @Test
  void theDocumentListsEveryAttack() throws IOException {
    String page = Files.readString(Path.of("../../docs/siege.md"));
    for (Attack attack : Attacks.all()) {
      assertThat(page)
          .contains(
              "| `%s` | %s | %s |".formatted(attack.name(), attack.action(), attack.promise()));
    }
  }

  @Test
  void malformedRequestsEndLinesWithCrLf() {
    for (MalformedRequest request : MalformedRequest.all()) {
      if (request.expected() != MalformedRequest.Expected.ANYTHING) {
        assertThat(request.text()).doesNotContainPattern("(?<!\r)\n").contains("\r\n\r\n");
      }
    }
  }
}
