package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of memory are scaled so that all of them together fit into the heap. */
class MemoryPlanTest {
  private static final Path OPTIONS = Path.of("..", "deploy", "jvm.options");
  private static final long MB = 1 << 20;
  private static final int MANY_FILES = 1 << 20;

  @Test
  void defaultsFitTheDefaultHeap() throws IOException {
    Matcher heap = Pattern.compile("(?m)^-Xmx([0-9]+)m$").matcher(Files.readString(OPTIONS));
    assertThat(heap.find()).isTrue();
    long bytes = Long.parseLong(heap.group(1)) * MB;
    ServerConfig wanted = config();
    MemoryPlan plan = MemoryPlan.of(wanted, bytes - 7 * MB, MANY_FILES); // one survivor space less

    assertThat(plan.memory()).isLessThan(bytes * 9 / 10);
    assertThat(plan.config().totalLogBytes()).isEqualTo(wanted.totalLogBytes());
    assertThat(plan.config().totalRosterBytes()).isEqualTo(wanted.totalRosterBytes());
    assertThat(plan.config().totalUnsentBytes()).isEqualTo(wanted.totalUnsentBytes());
    assertThat(plan.config().totalIncomingBytes()).isEqualTo(wanted.totalIncomingBytes());
    assertThat(plan.config().connections()).isGreaterThan(18_000);
    assertThat(plan.addresses()).isEqualTo(50_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {48, 64, 96, 128, 256, 1024, 4096})
  void limitsAreScaledToAnyHeap(long heap) {
    MemoryPlan plan = MemoryPlan.of(config(), heap * MB, MANY_FILES);

    assertThat(plan.memory()).isLessThan(heap * MB * 9 / 10);
    assertThat(plan.config().connections()).isGreaterThan(100);
    assertThat(plan.config().totalUnsentBytes()).isGreaterThan(MB);
  }

  @Test
  void openFilesLimitConnections() {
    assertThat(MemoryPlan.of(config(), 512 * MB, 900).config().connections()).isEqualTo(900);
    assertThat(MemoryPlan.of(config("--connections", "500"), 512 * MB, 900).config().connections())
        .isEqualTo(500);
    assertThat(MemoryPlan.of(config("--connections", "500"), 512 * MB, 100).config().connections())
        .isEqualTo(100);
  }

  @Test
  void explicitLimitIsKeptAndOthersShrink() {
    MemoryPlan plan = MemoryPlan.of(config("--total-log-bytes", "62914560"), 512 * MB, MANY_FILES);

    assertThat(plan.config().totalLogBytes()).isEqualTo(60 * MB);
    assertThat(plan.config().totalUnsentBytes()).isLessThan(config().totalUnsentBytes());
    assertThat(plan.memory()).isLessThan(512 * MB * 9 / 10);
  }

  @Test
  void explicitLimitsThatDoNotFitAreRefused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() ->
            MemoryPlan.of(
                config("--total-log-bytes", "1073741824", "--connections", "1000"),
                512 * MB,
                MANY_FILES))
        .withMessageContaining("4101 MB")
        .withMessageContaining("512 MB")
        .withMessageContaining("total-log-bytes, connections");
  }

  @Test
  void messagesThatWouldNeverFitAreRefused() {
    String[] least = {"--message-bytes", "1000000", "--total-incoming-bytes", "4000000"};
    assertThat(MemoryPlan.of(config(least), 512 * MB, MANY_FILES).config().totalIncomingBytes())
        .isEqualTo(4_000_000);
    least[3] = "3999999";
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> MemoryPlan.of(config(least), 512 * MB, MANY_FILES))
        .withMessage(
            "total-incoming-bytes (3999999) must be at least 4000000, 4 times message-bytes (1000000): set both.");
  }

  @Test
  void heapThatIsTooSmallIsRefused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> MemoryPlan.of(config(), 32 * MB, MANY_FILES))
        .withMessageContaining("-Xmx");
  }

  @Test
  void oneAddressHasAtMostHalfOfTheConnections() {
    assertThat(MemoryPlan.of(config(), 512 * MB, 900).config().maxConnectionsPerAddress())
        .isEqualTo(450);
    assertThat(MemoryPlan.of(config(), 512 * MB, MANY_FILES).config().maxConnectionsPerAddress())
        .isEqualTo(1_000);
    assertThat(MemoryPlan.of(config(), 512 * MB, 1).config().maxConnectionsPerAddress())
        .isEqualTo(1);
  }

  private static ServerConfig config(String... options) {
    return ConfigReader.read(List.of(options), Map.of());
  }
}
