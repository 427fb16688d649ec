package dev.parley.server.config;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits: 10.0.0.0/8, or one address alone. */
public final class AddressBlock {
  private final byte[] address;
  private final int bits;

  private AddressBlock(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /** A block in CIDR notation (RFC 4632), or nothing if it is none. */
  public static Optional<AddressBlock> of(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    int all = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? all : prefix(text.substring(slash + 1));
    return bits < 0 || bits > all
        ? Optional.empty()
        : Optional.of(new AddressBlock(address.getAddress(), bits));
  }

  private static int prefix(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  /** An address as it is written; names are not looked up. */
  public static @Nullable InetAddress literal(String text) {
    return InetAddresses.isInetAddress(text) ? InetAddresses.forString(text) : null;
  }

  public boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((bytes[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
