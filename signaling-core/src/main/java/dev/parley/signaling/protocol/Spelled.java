package dev.parley.signaling.protocol;

/** An event as it goes over the wire. */
public final class Spelled {
  private static final int NOWHERE = -1;

  private final byte[] bytes;
  private final int payloadAt;

  private Spelled(byte[] bytes, int payloadAt) {
    this.bytes = bytes;
    this.payloadAt = payloadAt;
  }

  /** Bytes that belong to it from now on. */
  public static Spelled of(byte[] bytes) {
    return new Spelled(bytes, NOWHERE);
  }

  /** Bytes in which the event's payload stands as it came, from there on. */
  public static Spelled of(byte[] bytes, int payloadAt) {
    return new Spelled(bytes, payloadAt);
  }

  /** They are not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The same event, which shares its payload with these bytes if it stands in them. */
  public Event sharedBy(Event event) {
    return payloadAt == NOWHERE
        ? event
        : switch (event) {
          case Event.Offer(PeerId from, Payload sdp) ->
              new Event.Offer(from, sdp.in(bytes, payloadAt));
          case Event.Answer(PeerId from, Payload sdp) ->
              new Event.Answer(from, sdp.in(bytes, payloadAt));
          case Event.Candidate(PeerId from, Payload candidate) ->
              new Event.Candidate(from, candidate.in(bytes, payloadAt));
          case Event.Message(PeerId from, Payload data, boolean ask) ->
              new Event.Message(from, data.in(bytes, payloadAt), ask);
          case Event.Reply(PeerId from, long re, Long ask, Payload data) ->
              new Event.Reply(from, re, ask, data.in(bytes, payloadAt));
          case Event.PeerJoined _, Event.PeerUpdated _, Event.PeerLeft _ -> event;
        };
  }
}
