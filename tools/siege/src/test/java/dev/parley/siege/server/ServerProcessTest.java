package dev.parley.siege.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Observation of a process. */
class ServerProcessTest {

  @Test
  void heapIsTheSumOfItsGenerations() {
    String output =
        """
        5186:
        DefNew     total 19712K, used 100K [0x00000000e0000000, 0x00000000e1800000)
         eden space 14848K,   0% used [0x00000000e0000000, 0x00000000e0000000)
        Tenured    total 4096K, used 2783K [0x00000000e2000000, 0x00000000e2400000)
         the  space 4096K,  67% used [0x00000000e2000000, 0x00000000e22b7f48)
        Metaspace       used 1234K, committed 1408K, reserved 1114112K
        """;
    assertThat(Jvm.used(output)).hasValue(2_883L * 1_024);
    assertThat(Jvm.used("no such process")).isEmpty();
  }

  @Test
  void readsTheHeapOfThisJvm() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Jvm here = new Jvm(java, ProcessHandle.current().pid());
    assertThat(here.collectedHeap()).isPresent();
    assertThat(here.heap().orElseThrow()).isPositive();
  }

  @Test
  void readsTheFilesAndTheMemoryOfThisProcess() {
    var files = new ProcessFiles(Path.of("/proc", String.valueOf(ProcessHandle.current().pid())));
    assertThat(files.openFiles()).isPositive();
    assertThat(files.residentPeak()).isGreaterThan(1 << 20);
  }
}
