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
  void everyAttackIsInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../../docs/siege.md"));
    for (Attack attack : Attacks.all()) {
      assertThat(page).contains("| `" + attack.name() + "` | " + attack.line() + " |");
    }
  }

  @Test
  void malformedRequestsEndTheirLinesAsHttpDoes() {
    for (Malformed request : Malformed.all()) {
      if (request.answer() != Malformed.Must.DO_NO_HARM) {
        assertThat(request.text()).doesNotContainPattern("(?<!\r)\n").contains("\r\n\r\n");
      }
    }
  }
}
