package dev.parley.siege;

import java.io.IOException;

/** Looks at the server while it is attacked. */
interface Watch {

  /** Before the first attack. */
  void begin() throws IOException, InterruptedException;

  /** What is told of the heap and the memory is from now on that of another wave. */
  void beginWave();

  boolean isAlive();

  void look() throws IOException, InterruptedException;

  /** What was seen last, for a line of progress. */
  String present();

  /** The largest heap that was seen in this wave. */
  String heap();

  /** The most memory in this wave. */
  String memory();

  /** Whether the server holds no more than before the attacks. */
  boolean isAsBefore() throws IOException, InterruptedException;

  /** What it holds now, beside what it held before. */
  String rest();

  /** Tells the judge of what it holds although nobody needs it. */
  void judgeRest();

  /** At the end: tells the judge of a death, and of faults in the log. */
  void finish() throws IOException;

  /** A server of which nothing is seen but its answers. */
  Watch NOTHING =
      new Watch() {
        @Override
        public void begin() {}

        @Override
        public void beginWave() {}

        @Override
        public boolean isAlive() {
          return true;
        }

        @Override
        public void look() {}

        @Override
        public String present() {
          return "heap unknown";
        }

        @Override
        public String heap() {
          return "-";
        }

        @Override
        public String memory() {
          return "-";
        }

        @Override
        public boolean isAsBefore() {
          return true;
        }

        @Override
        public String rest() {
          return "memory unknown";
        }

        @Override
        public void judgeRest() {}

        @Override
        public void finish() {}
      };
}
