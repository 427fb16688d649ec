package dev.parley.bench.micro;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client to whom the network costs nothing. */
final class Guest implements Link {
  private final Participant participant;
  private byte[] lastHeard = {};

  Guest(Signaling signaling, String room) {
    this.participant = signaling.open(new RoomName(room), signaling.client("127.0.0.1"), this);
  }

  void says(String text) {
    participant.receive(text);
  }

  void goes() {
    participant.closed();
  }

  /** What stands behind this in what was heard last, up to a comma or a quote. */
  String heardBehind(String before) {
    String text = new String(lastHeard, StandardCharsets.UTF_8);
    int begin = text.indexOf(before) + before.length();
    int end = begin;
    while (",\"}".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(begin, end);
  }

  byte[] lastHeard() {
    return lastHeard;
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    lastHeard = messages.getLast();
    sent.run();
  }

  @Override
  public void close(CloseCode code) {}
}
