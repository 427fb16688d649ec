package dev.parley.websocket;

/** What a {@link Decoder} finds. The arrays are valid during the call only. */
interface Frames {

  void text(byte[] bytes, int offset, int length);

  void binary(byte[] bytes, int offset, int length);

  void ping(byte[] payload);

  /** The peer closes; {@link CloseCodes#NONE} if it does not say why. Nothing comes after it. */
  void close(int code);
}
