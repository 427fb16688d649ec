import java.lang.invoke.*; import java.nio.*;
public class MB {
  static final VarHandle L = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static long a(int mask, byte[] b, int from, int to) { long w = (mask & 0xFFFFFFFFL) | ((long) mask << 32), seen = 0; int at = from;
    for (; at + 8 <= to; at += 8) { long e = (long) L.get(b, at) ^ w; seen |= e; L.set(b, at, e); } return seen; }
  static long c(int mask, byte[] b, int from, int to) { long w = (mask & 0xFFFFFFFFL) | ((long) mask << 32), seen = 0; int at = from;
    for (int last = to - 7; at < last; at += 8) { long e = (long) L.get(b, at) ^ w; seen |= e; L.set(b, at, e); } return seen; }
  static long d(int mask, byte[] b, int from, int to) { long w = (mask & 0xFFFFFFFFL) | ((long) mask << 32), s0 = 0, s1=0,s2=0,s3=0; int at = from;
    for (int last = to - 31; at < last; at += 32) { long e = (long) L.get(b, at) ^ w, f = (long) L.get(b, at+8) ^ w, g = (long) L.get(b, at+16) ^ w, h = (long) L.get(b, at+24) ^ w; s0 |= e; s1|=f; s2|=g; s3|=h; L.set(b, at, e);L.set(b, at+8, f);L.set(b, at+16, g);L.set(b, at+24, h); } 
    for (int last = to - 7; at < last; at += 8) { long e = (long) L.get(b, at) ^ w; s0 |= e; L.set(b, at, e); }return s0|s1|s2|s3; }
  // xor without the or, then a separate pass of or
  static long f(int mask, byte[] b, int from, int to) { long w = (mask & 0xFFFFFFFFL) | ((long) mask << 32), seen = 0; int at = from;
    for (int last = to - 7; at < last; at += 8) { L.set(b, at, (long) L.get(b, at) ^ w); } 
    at = from; for (int last = to - 7; at < last; at += 8) { seen |= (long) L.get(b, at); } return seen; }
  interface F { long f(int m, byte[] b, int from, int to); }
  public static void main(String[] x) { byte[] b = new byte[140000]; F[] fs = {MB::a, MB::c, MB::d, MB::f}; String[] ns = {"a","c","d","f"};
    for (int size : new int[]{100, 1000, 10000}) for (int r = 0; r < 3; r++) for (int k = 0; k < 4; k++) { long s = 0; int n = 200_000_000 / (size+50) / 4; long best = Long.MAX_VALUE; for (int q=0;q<3;q++){ long t = System.nanoTime(); for (int i = 0; i < n; i++) s += fs[k].f(i * 77777, b, 139 + (i & 7), 139 + size); t = System.nanoTime() - t; best=Math.min(best,t);} if (r == 2) System.out.println(size + " " + ns[k] + " " + (double) best / n + " ns " + (s & 1)); } } }
