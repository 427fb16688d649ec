package dev.parley.websocket;
import io.undertow.*; import io.undertow.server.*; import io.undertow.websockets.core.protocol.version13.Hybi13Handshake; import io.undertow.websockets.spi.AsyncWebSocketHttpServerExchange;
import java.util.*;
public final class Relay {
  static final Map<String, List<Conn>> rooms = new HashMap<>();
  static final Hybi13Handshake hs = new Hybi13Handshake(Set.of(), false);
  static final Runnable NONE = () -> {};
  static boolean gather;
  static final class Conn implements Receiver {
    final WebSocket s; final String room; ArrayList<byte[]> out = new ArrayList<>(); boolean dirty;
    Conn(WebSocket s, String room) { this.s = s; this.room = room; rooms.computeIfAbsent(room, _ -> new ArrayList<>()).add(this); }
    final Runnable flush = this::flush;
    void flush() { dirty = false; var o = out; out = new ArrayList<>(); s.send(o, NONE); }
    void say(byte[] m) { if (!gather) { s.send(List.of(m), NONE); return; } out.add(m); if (!dirty) { dirty = true; s.soon(flush); } }
    public void text(byte[] b, int o, int l) { byte[] m = Arrays.copyOfRange(b, o, o + l); for (Conn c : rooms.get(room)) if (c != this) c.say(m); }
    public void binary(byte[] b, int o, int l) {}
    public void heard() {}
    public void closed(int code) { var l = rooms.get(room); l.remove(this); if (l.isEmpty()) rooms.remove(room); }
  }
  public static void main(String[] a) {
    gather = a.length > 1;
    Undertow.builder().setIoThreads(1).setWorkerThreads(1).addHttpListener(Integer.parseInt(a[0]), "127.0.0.1", ex -> {
      var f = new AsyncWebSocketHttpServerExchange(ex, Set.of());
      if (!hs.matches(f)) { ex.setStatusCode(426).endExchange(); return; }
      String room = ex.getRequestPath();
      ex.upgradeChannel((c, e) -> { var s = WebSocket.open(c, new Limits(1 << 20, 100), w -> new Conn(w, room)); s.send(List.of("J".getBytes()), NONE); });
      hs.handshake(f);
    }).build().start();
  }
}
