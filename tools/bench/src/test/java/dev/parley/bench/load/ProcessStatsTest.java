package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStatsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsResidentMemory() throws IOException {
    Path status = folder.resolve("status");
    Files.writeString(status, "VmHWM:\t  9999 kB\nVmRSS:\t   1234 kB\nThreads: 1\n");
    assertThat(ProcessStats.residentKilobytes(status)).hasValue(1_234);
    assertThat(ProcessStats.residentKilobytes(folder.resolve("none"))).isEmpty();
  }

  @Test
  void aMissingProcessIsReported() {
    assertThatThrownBy(() -> ProcessStats.of(Integer.MAX_VALUE))
        .hasMessageContaining("no process " + Integer.MAX_VALUE);
  }

  @Test
  void machineCpuIsTheSumWithoutIdleTime() {
    String stat = "cpu  1 2 3 1000 2000 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
    assertThat(ProcessStats.machineCpu(stat))
        .isEqualTo(Duration.ofMillis((1 + 2 + 3 + 6 + 7 + 8) * 10));
  }

  @Test
  void percentilesAreInMicroseconds() {
    LatencyHistogram latency = new LatencyHistogram();
    assertThat(latency.isEmpty()).isTrue();
    for (int i = 1; i <= 1_000; i++) {
      latency.record(i * 1_000L);
    }
    assertThat(latency.percentile(50)).isBetween(499.0, 501.0);
    assertThat(latency.percentile(99.9)).isBetween(998.0, 1_000.0);
    latency.record(Long.MAX_VALUE);
    latency.record(-1);
    assertThat(latency.percentile(100)).isGreaterThan(1e6);
  }
}
