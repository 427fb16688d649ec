package dev.parley.bench.load;

import dev.parley.bench.dialect.Dialect;
import dev.parley.bench.dialect.Kind;
import dev.parley.bench.dialect.Mark;
import dev.parley.bench.dialect.Names;
import dev.parley.bench.dialect.Pen;
import dev.parley.bench.dialect.Step;
import dev.parley.bench.wire.Ears;
import dev.parley.bench.wire.Line;
import dev.parley.bench.wire.UpgradeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Somebody in a room: comes in, talks to the others of the group, and checks what they say. */
final class Member implements Ears {
  private final Run run;
  private final Group group;
  private final int number;
  private final Names names;
  private final Pen pen;
  private final Sequence sequence = new Sequence();
  private final Iterator<Step> entrance;

  private String address;
  private Step step;
  private @Nullable Line line;
  private boolean in;
  private boolean gone;

  Member(Run run, Group group, int number, Names names) {
    this.run = run;
    this.group = group;
    this.number = number;
    this.names = names;
    this.address = names.self();
    this.pen = new Pen(run.dialect(), names, run.letter());
    this.entrance = run.dialect().entrance(names).iterator();
    this.step = entrance.next();
  }

  void come() throws IOException {
    Dialect dialect = run.dialect();
    Line opened =
        run.loop().open(this, new UpgradeRequest(dialect.path(names), dialect.subprotocol()));
    line = gone ? null : opened;
  }

  Group group() {
    return group;
  }

  boolean isIn() {
    return in;
  }

  /** How many messages it has sent. */
  int sent() {
    return pen.written();
  }

  /** How many messages it has heard, if none was lost. */
  int heard() {
    return sequence.highest();
  }

  /** How many bytes of what it has said the server has yet to take. */
  int unsent() {
    return line == null ? 0 : line.unsent();
  }

  /** Sends a message, as of that time, to one member or, with a broadcast, to all others. */
  void send(Kind kind, Member to, int size, long at) {
    if (line != null && in) {
      pen.write(kind, to.address, number, at, size);
      sayLetter();
      run.tally().sent(kind == Kind.BROADCAST ? group.size() - 1 : 1);
    }
  }

  void leave() {
    if (in) {
      run.dialect().farewell().ifPresent(this::sayFarewell);
      hangUp();
    } else if (line != null) {
      line.cut();
    }
  }

  private void sayFarewell(String farewell) {
    pen.writeFarewell(farewell);
    sayLetter();
  }

  private void sayLetter() {
    if (line != null) {
      line.say(run.letter().bytes(), run.letter().length());
    }
  }

  private void hangUp() {
    if (line != null) {
      line.hangUp();
    }
  }

  @Override
  public void connected() {
    advance();
  }

  @Override
  public void heard(byte[] bytes, int from, int to) {
    int at = in ? Mark.find(bytes, from, to) : -1;
    if (at >= 0) {
      check(bytes, at, to);
    } else if (!run.notices().understood(this, bytes, from, to) && !in) {
      enter(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
  }

  void say(String text) {
    if (line != null) {
      line.say(text);
    }
  }

  private void check(byte[] bytes, int at, int to) {
    Mark mark = run.mark();
    if (!mark.read(bytes, at, to)) {
      run.tally().damaged();
    } else if (mark.sender() != group.speakerTo(this).number) {
      run.tally().strange();
    } else if (run.tally().heard(sequence.arrived(mark.number()))) {
      run.delivered(mark.sentAt());
      run.scene().heard(this, mark.kind());
    }
  }

  private void enter(String text) {
    switch (step) {
      case Step.Await(String awaited) when text.contains(awaited) -> next();
      case Step.Learn(String before) when text.contains(before) -> {
        int begin = text.indexOf(before) + before.length();
        address = text.substring(begin, text.indexOf('"', begin));
        next();
      }
      case Step.Await _, Step.Learn _, Step.Say _ -> {} // something else that it may hear
    }
  }

  private void next() {
    if (entrance.hasNext()) {
      step = entrance.next();
      advance();
    } else {
      arrive();
    }
  }

  /** Says what is to be said, up to the next thing to wait for. */
  private void advance() {
    if (step instanceof Step.Say(String text)) {
      say(text);
      next();
    }
  }

  private void arrive() {
    in = true;
    group.arrived(this);
  }

  @Override
  public void ended(@Nullable String fault) {
    gone = true;
    line = null;
    if (fault != null) {
      run.tally().broken(fault);
    }
    group.gone(this, fault != null);
  }
}
