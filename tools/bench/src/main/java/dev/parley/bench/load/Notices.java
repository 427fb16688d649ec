package dev.parley.bench.load;

import dev.parley.bench.dialect.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Understands what a server says on its own behalf. */
final class Notices {
  private static final byte[] NONE = {};

  private final Tally tally;
  private final byte[] complaint;
  private final byte[] question;
  private final String answer;

  Notices(Dialect dialect, Tally tally) {
    this.tally = tally;
    this.complaint = bytes(dialect.complaint().orElse(""));
    this.question = bytes(dialect.heartbeat().map(Dialect.Heartbeat::question).orElse(""));
    this.answer = dialect.heartbeat().map(Dialect.Heartbeat::answer).orElse("");
  }

  private static byte[] bytes(String text) {
    return text.isEmpty() ? NONE : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this was something that needs no one else to understand it. */
  boolean understood(Member member, byte[] bytes, int from, int to) {
    if (question.length > 0 && Arrays.equals(bytes, from, to, question, 0, question.length)) {
      member.say(answer);
      return true;
    }
    if (complaint.length > 0 && begins(bytes, from, to)) {
      tally.complaint(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      return true;
    }
    return false;
  }

  private boolean begins(byte[] bytes, int from, int to) {
    int end = from + complaint.length;
    return end <= to && Arrays.equals(bytes, from, end, complaint, 0, complaint.length);
  }
}
