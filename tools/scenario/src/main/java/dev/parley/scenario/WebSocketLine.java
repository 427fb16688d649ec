package dev.parley.scenario;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A line that is a WebSocket. */
final class WebSocketLine implements Line {

  private static final int ABNORMAL = 1006;
  private static final int SEND_SECONDS = 10;
  private static final Heard NOTHING = new Heard.Nothing();

  private final WebSocket socket;
  private final Ears ears;

  WebSocketLine(WebSocket socket, Ears ears) {
    this.socket = socket;
    this.ears = ears;
  }

  @Override
  public void say(String text) {
    finish(socket.sendText(text, true));
  }

  @Override
  public void sayBytes(byte[] bytes) {
    finish(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  @Override
  public Heard next(Duration patience) throws InterruptedException {
    @Nullable Heard heard = ears.heard.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return heard == null ? NOTHING : heard;
  }

  @Override
  public void cut() {
    socket.abort();
  }

  @Override
  public void close(int code) {
    finish(socket.sendClose(code, ""));
  }

  /** One message after the other; that the line has ended is heard, not thrown. */
  private static void finish(CompletableFuture<WebSocket> sending) {
    sending.orTimeout(SEND_SECONDS, TimeUnit.SECONDS).handle((_, _) -> true).join();
  }

  /** The listening end, which there is before the socket. */
  static final class Ears implements WebSocket.Listener {

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(new Heard.Message(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
      heard.add(new Heard.Message("(" + part.remaining() + " bytes of a binary message)"));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add(new Heard.Closed(code));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      heard.add(new Heard.Closed(ABNORMAL));
    }
  }
}
