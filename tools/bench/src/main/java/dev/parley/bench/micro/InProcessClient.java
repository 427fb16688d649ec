package dev.parley.bench.micro;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client without a network: its link keeps the last message it was given. */
final class InProcessClient implements Link {
  private final Participant participant;
  private byte[] lastReceived = {};

  InProcessClient(Signaling signaling, String room) {
    this.participant = signaling.connect(new RoomName(room), signaling.account("127.0.0.1"), this);
  }

  void send(String message) {
    participant.receive(message);
  }

  void disconnect() {
    participant.closed();
  }

  /** The text after {@code prefix} in the last message, up to a comma, brace or quote. */
  String receivedAfter(String prefix) {
    String text = new String(lastReceived, StandardCharsets.UTF_8);
    int begin = text.indexOf(prefix) + prefix.length();
    int end = begin;
    while (",\"}".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(begin, end);
  }

  byte[] lastReceived() {
    return lastReceived;
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    lastReceived = messages.getLast();
    sent.run();
  }

  @Override
  public void close(CloseCode code) {}
}
