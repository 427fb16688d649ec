package dev.parley.signaling.journal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue of byte records in chunks of 4 KiB, so that a log of any length causes no large arrays
 * and gives memory back in small parts. A short queue has one short chunk, an empty one none.
 *
 * <p>Records are addressed by their distance in bytes from the oldest; each is preceded by its
 * length. Guarded by the lock of the replica, like the log that it belongs to.
 */
final class ByteQueue {
  private static final int CHUNK = ChunkPool.BYTES;

  /** The first chunk of a short queue in bytes. */
  private static final int MIN_CHUNK = 256;

  /** The length that precedes each record. */
  private static final int HEADER = Integer.BYTES;

  private final ChunkPool spare;
  private final List<byte[]> chunks = new ArrayList<>(1);
  private int first; // index of the oldest record in the first chunk
  private int used;
  private int size;
  private int written; // like used, with the record that is being written
  private final Tail tail = new Tail();

  ByteQueue(ChunkPool spare) {
    this.spare = spare;
  }

  /** The number of records. */
  int size() {
    return size;
  }

  /** The bytes of all records, with their lengths. */
  int bytes() {
    return used;
  }

  /**
   * Begins a record. It is added by {@link #end}; if that is not called, the next record overwrites
   * it.
   */
  OutputStream begin() {
    written = used;
    for (int i = 0; i < HEADER; i++) {
      tail.write(0); // space for the length, which is not known yet
    }
    return tail;
  }

  /** Adds the record, and returns its bytes. */
  int end() {
    int weight = written - used;
    written = used;
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      tail.write((weight - HEADER) >>> shift);
    }
    used += weight;
    size++;
    return weight;
  }

  private void reserve(int length) {
    int needed = first + written + length;
    if (chunks.size() <= 1 && capacity() < Math.min(needed, CHUNK)) {
      byte[] longer = needed > CHUNK / 2 ? spare.take() : new byte[Math.max(2 * needed, MIN_CHUNK)];
      copy(0, longer, first, written);
      chunks.clear();
      chunks.add(longer);
    }
    while (capacity() < needed) {
      chunks.add(spare.take());
    }
  }

  private int capacity() {
    return chunks.isEmpty() ? 0 : (chunks.size() - 1) * CHUNK + chunks.getLast().length;
  }

  /** Removes the oldest record, and returns its bytes. */
  int removeFirst() {
    int weight = next(0);
    first += weight;
    used -= weight;
    size--;
    while (first >= CHUNK) {
      spare.release(chunks.removeFirst());
      first -= CHUNK;
    }
    if (size == 0) {
      chunks.stream().filter(chunk -> chunk.length == CHUNK).forEach(spare::release);
      chunks.clear();
      first = 0;
    }
    return weight;
  }

  /** The address of the record after the one at this address; the oldest is at 0. */
  int next(int at) {
    return at + HEADER + length(at);
  }

  /** Eight bytes of a record as a number. */
  long longAt(int at, int offset) {
    return number(at + HEADER + offset, Long.BYTES);
  }

  /**
   * The bytes of a record from an offset on. They are not copied; valid until the queue changes.
   */
  InputStream read(int at, int offset) {
    return new Reader(at + HEADER + offset, at + HEADER + length(at));
  }

  private int length(int at) {
    return (int) number(at, HEADER);
  }

  private long number(int at, int bytes) {
    long number = 0;
    for (int i = first + at; i < first + at + bytes; i++) {
      number = number << Byte.SIZE | (chunks.get(i / CHUNK)[i % CHUNK] & 0xFF);
    }
    return number;
  }

  private void copy(int at, byte[] target, int offset, int length) {
    int copied = 0;
    while (copied < length) {
      int from = first + at + copied;
      int part = Math.min(length - copied, CHUNK - from % CHUNK);
      System.arraycopy(chunks.get(from / CHUNK), from % CHUNK, target, offset + copied, part);
      copied += part;
    }
  }

  /** Reads a part of a record. */
  private final class Reader extends InputStream {
    private final int end;
    private int at;

    Reader(int at, int end) {
      this.at = at;
      this.end = end;
    }

    @Override
    public int read() {
      if (at == end) {
        return -1;
      }
      int position = first + at++;
      return chunks.get(position / CHUNK)[position % CHUNK] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (at == end) {
        return length == 0 ? 0 : -1;
      }
      int part = Math.min(length, end - at);
      copy(at, target, offset, part);
      at += part;
      return part;
    }
  }

  /** Writes after the newest record. */
  private final class Tail extends OutputStream {
    @Override
    public void write(int b) {
      reserve(1);
      int at = first + written++;
      chunks.get(at / CHUNK)[at % CHUNK] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      reserve(length);
      int done = 0;
      while (done < length) {
        int at = first + written;
        int part = Math.min(length - done, CHUNK - at % CHUNK);
        System.arraycopy(bytes, from + done, chunks.get(at / CHUNK), at % CHUNK, part);
        done += part;
        written += part;
      }
    }
  }
}
