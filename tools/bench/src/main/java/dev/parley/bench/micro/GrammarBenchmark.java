package dev.parley.bench.micro;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.wire.JsonCodec;
import org.openjdk.jmh.annotations.Benchmark;

/** Decoding of requests and encoding of events. */
public class GrammarBenchmark extends MicroBenchmark {
  private final JsonCodec codec = JsonCodec.STANDARD;
  private final String offer = ClientMessages.offer(7, ClientMessages.UNKNOWN_PEER);
  private final String candidate = ClientMessages.candidate(8, ClientMessages.UNKNOWN_PEER);
  private final String message = ClientMessages.message(9);
  private final Event event =
      new Event.Signal(
          new PeerId(ClientMessages.UNKNOWN_PEER),
          SignalKind.OFFER,
          Payload.of(ClientMessages.SDP));

  @Benchmark
  public Request decodeOffer() {
    return codec.decode(offer);
  }

  @Benchmark
  public Request decodeCandidate() {
    return codec.decode(candidate);
  }

  @Benchmark
  public Request decodeMessage() {
    return codec.decode(message);
  }

  @Benchmark
  public byte[] encodeOffer() {
    return codec.encode(1_234_567_890_123L, event);
  }
}
