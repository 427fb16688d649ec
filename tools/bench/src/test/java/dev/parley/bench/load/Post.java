package dev.parley.bench.load;

import java.util.List;

/** What a post does to the messages from one to the other: it gets them one by one, in order. */
interface Post {

  /** What is delivered now that this message has come. */
  List<byte[]> deliver(int number, byte[] message);
}
