package dev.parley.websocket;

/**
 * Receives the messages and control frames that a {@link FrameDecoder} finds, in their order.
 *
 * <p>The message arrays are the decoder's buffers: they are valid only during the call. Pongs are
 * not reported, because nothing depends on them.
 */
interface DecoderListener {

  /** A complete text message, which is valid UTF-8. */
  void onText(byte[] bytes, int offset, int length);

  /** A complete binary message. */
  void onBinary(byte[] bytes, int offset, int length);

  /** A ping. The payload is a copy that the listener may keep. */
  void onPing(byte[] payload);

  /**
   * A close frame. Nothing is reported after it.
   *
   * @param code the peer's close code, or {@link CloseCodes#NO_STATUS_RECEIVED}
   */
  void onClose(int code);
}
