package dev.parley.siege;

import dev.parley.siege.server.ServerProcess;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Observes a server that the siege has started. */
final class ProcessMonitor implements ServerMonitor {
  /** For classes, compiled code and caches that expire later. */
  private static final long HEAP_TOLERANCE = 8 << 20;

  /** For connections of the honest clients, whose number varies. */
  private static final long FILES_TOLERANCE = 32;

  private static final long MEBIBYTE = 1 << 20;

  private final ServerProcess server;
  private final Verdict verdict;
  private long heapBefore;
  private long filesBefore;
  private long heap;
  private long files;
  private long maxHeap;
  private long maxMemory;
  private long secondsUntilEnd = -1;
  private long waveStart = System.nanoTime();

  ProcessMonitor(ServerProcess server, Verdict verdict) {
    this.server = server;
    this.verdict = verdict;
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    heapBefore = server.jvm().collectedHeap().orElseThrow();
    filesBefore = server.files().openFiles();
  }

  @Override
  public void beginWave() {
    waveStart = System.nanoTime();
    maxHeap = 0;
    maxMemory = 0;
    server.files().resetPeak();
  }

  @Override
  public boolean isAlive() {
    boolean alive = server.isAlive();
    if (!alive && secondsUntilEnd < 0) {
      secondsUntilEnd = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - waveStart);
    }
    return alive;
  }

  @Override
  public void sample() throws IOException, InterruptedException {
    server.jvm().heap().ifPresent(bytes -> maxHeap = Math.max(maxHeap, bytes));
    maxMemory = Math.max(maxMemory, server.files().residentPeak());
    files = server.files().openFiles();
  }

  @Override
  public String current() {
    return "heap %s, memory %s, %,d files".formatted(maxHeap(), maxMemory(), files);
  }

  @Override
  public String maxHeap() {
    return mebibytes(maxHeap);
  }

  @Override
  public String maxMemory() {
    return mebibytes(maxMemory);
  }

  @Override
  public boolean hasRecovered() throws IOException, InterruptedException {
    heap = server.jvm().collectedHeap().orElse(Long.MAX_VALUE);
    files = server.files().openFiles();
    return heap <= heapBefore + HEAP_TOLERANCE && files <= filesBefore + FILES_TOLERANCE;
  }

  @Override
  public String recovery() {
    return "heap %s (%s before the attacks), %d files (%d before)"
        .formatted(mebibytes(heap), mebibytes(heapBefore), files, filesBefore);
  }

  @Override
  public void checkRecovery() {
    if (heap > heapBefore + HEAP_TOLERANCE) {
      verdict.fault(
          "The heap holds %s after a full collection, %s before the attacks."
              .formatted(mebibytes(heap), mebibytes(heapBefore)));
    }
    if (files > filesBefore + FILES_TOLERANCE) {
      verdict.fault("%d files are open, %d before the attacks.".formatted(files, filesBefore));
    }
  }

  @Override
  public void finish() throws IOException {
    if (!isAlive()) {
      verdict.fatal(
          "The server ended with status %d, %d s after the start of the wave: %s"
              .formatted(server.exitStatus(), secondsUntilEnd, server.lastOutput()));
      return;
    }
    String trace = server.stackTrace();
    if (trace != null) {
      verdict.fault("The server printed a stack trace: " + trace);
    }
  }

  private static String mebibytes(long bytes) {
    return bytes == 0 ? "-" : "%,d MB".formatted(bytes / MEBIBYTE);
  }
}
