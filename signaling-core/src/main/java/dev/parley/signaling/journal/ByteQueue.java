package dev.parley.signaling.journal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of bytes, taken away from the oldest.
 *
 * <p>They stand one behind the other in chunks. A short queue has one short chunk, an empty one has
 * none.
 */
final class ByteQueue {
  private static final int CHUNK = ChunkPool.BYTES;
  private static final int LEAST = 256;

  /** What stands before each record: its length. */
  private static final int HEADER = Integer.BYTES;

  private final ChunkPool spare;
  private final List<byte[]> chunks = new ArrayList<>(1);
  private int first; // where the oldest begins, in the first chunk
  private int used;
  private int size;
  private int written; // up to where, with the record that has begun
  private final Tail tail = new Tail();

  ByteQueue(ChunkPool spare) {
    this.spare = spare;
  }

  /** How many records there are. */
  int size() {
    return size;
  }

  /** How many bytes they take. */
  int bytes() {
    return used;
  }

  /** Where to write the next record. It counts from its {@link #end} on, or not at all. */
  OutputStream begin() {
    written = used;
    for (int i = 0; i < HEADER; i++) {
      tail.write(0); // its length, which is not known yet
    }
    return tail;
  }

  /** The record is written. Returns how many bytes it takes. */
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
      byte[] longer = needed > CHUNK / 2 ? spare.take() : new byte[Math.max(2 * needed, LEAST)];
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

  /** Takes the oldest away, and returns how many bytes it took. */
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

  /** Where the record begins behind the one that begins there; the oldest begins at 0. */
  int next(int at) {
    return at + HEADER + length(at);
  }

  /** Eight bytes of the record that begins there, as a number. */
  long longAt(int at, int offset) {
    return number(at + HEADER + offset, Long.BYTES);
  }

  /** The bytes of the record that begins there, from an offset on; they are not copied. */
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

  /** Part of a record. Valid until the queue changes. */
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

  /** Behind the newest. */
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
