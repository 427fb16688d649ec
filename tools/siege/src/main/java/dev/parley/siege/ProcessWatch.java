package dev.parley.siege;

import dev.parley.siege.server.ServerProcess;
import dev.parley.siege.verdict.Judge;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Looks into the process of a server that was started for the siege. */
final class ProcessWatch implements Watch {
  /** Classes, compiled code's metadata and caches that expire later are in the heap as well. */
  private static final long HEAP_TOLERANCE = 8 << 20;

  /** Connections of the honest clients, whose number varies by some. */
  private static final long FILES_TOLERANCE = 32;

  private static final long MEBIBYTE = 1 << 20;

  private final ServerProcess server;
  private final Judge judge;
  private long heapBefore;
  private long filesBefore;
  private long heapNow;
  private long filesNow;
  private long heapPeak;
  private long memoryPeak;
  private long diedAfterSeconds = -1;
  private long waveBegan = System.nanoTime();

  ProcessWatch(ServerProcess server, Judge judge) {
    this.server = server;
    this.judge = judge;
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    heapBefore = server.jvm().collectedHeap().orElseThrow();
    filesBefore = server.files().openFiles();
  }

  @Override
  public void beginWave() {
    waveBegan = System.nanoTime();
    heapPeak = 0;
    memoryPeak = 0;
    server.files().forgetPeak();
  }

  @Override
  public boolean isAlive() {
    boolean alive = server.isAlive();
    if (!alive && diedAfterSeconds < 0) {
      diedAfterSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - waveBegan);
    }
    return alive;
  }

  @Override
  public void look() throws IOException, InterruptedException {
    server.jvm().heap().ifPresent(heap -> heapPeak = Math.max(heapPeak, heap));
    memoryPeak = Math.max(memoryPeak, server.files().residentPeak());
    filesNow = server.files().openFiles();
  }

  @Override
  public String present() {
    return "heap %s, memory %s, %,d files".formatted(heap(), memory(), filesNow);
  }

  @Override
  public String heap() {
    return mebibytes(heapPeak);
  }

  @Override
  public String memory() {
    return mebibytes(memoryPeak);
  }

  @Override
  public boolean isAsBefore() throws IOException, InterruptedException {
    OptionalLong heap = server.jvm().collectedHeap();
    heapNow = heap.orElse(Long.MAX_VALUE);
    filesNow = server.files().openFiles();
    return heapNow <= heapBefore + HEAP_TOLERANCE && filesNow <= filesBefore + FILES_TOLERANCE;
  }

  @Override
  public String rest() {
    return "heap %s (%s before the attacks), %d files (%d before)"
        .formatted(mebibytes(heapNow), mebibytes(heapBefore), filesNow, filesBefore);
  }

  @Override
  public void judgeRest() {
    if (heapNow > heapBefore + HEAP_TOLERANCE) {
      judge.fault(
          "The heap holds %s after a full collection, and held %s before the attacks."
              .formatted(mebibytes(heapNow), mebibytes(heapBefore)));
    }
    if (filesNow > filesBefore + FILES_TOLERANCE) {
      judge.fault(
          "%d files are open, and %d were before the attacks.".formatted(filesNow, filesBefore));
    }
  }

  @Override
  public void finish() throws IOException {
    if (!isAlive()) {
      judge.fatal(
          "The server ended with status %d, %d s after the attack began: %s"
              .formatted(server.exitStatus(), diedAfterSeconds, server.lastWords()));
      return;
    }
    String trace = server.stackTrace();
    if (trace != null) {
      judge.fault("The server printed a stack trace: " + trace);
    }
  }

  private static String mebibytes(long bytes) {
    return bytes == 0 ? "-" : "%,d MB".formatted(bytes / MEBIBYTE);
  }
}
