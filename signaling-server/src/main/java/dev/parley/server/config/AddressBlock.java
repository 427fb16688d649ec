package dev.parley.server.config;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CIDR block of IP addresses (RFC 4632), such as 10.0.0.0/8, or a single address. */
public final class AddressBlock {
  /** The length of the prefix ::ffff: in an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2). */
  private static final int MAPPED_BITS = 96;

  private final byte[] address;
  private final int bits;

  private AddressBlock(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /** Parses CIDR notation; empty if it is not valid. */
  public static Optional<AddressBlock> of(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? text : text.substring(0, slash);
    InetAddress address = literal(first);
    if (address == null) {
      return Optional.empty();
    }
    int all = address.getAddress().length * Byte.SIZE;
    boolean mapped = address instanceof Inet4Address && first.contains(":");
    int bits = slash < 0 ? all : prefix(text.substring(slash + 1)) - (mapped ? MAPPED_BITS : 0);
    return bits < 0 || bits > all
        ? Optional.empty()
        : Optional.of(new AddressBlock(address.getAddress(), bits));
  }

  private static int prefix(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  /**
   * Parses an address without resolving names; null if it is not one. An IPv4-mapped IPv6 address
   * becomes the IPv4 address. The zone of an IPv6 address is dropped: it has a meaning on one
   * machine only.
   */
  public static @Nullable InetAddress literal(String text) {
    int zone = text.contains(":") ? text.indexOf('%') : -1;
    String address = zone < 0 ? text : text.substring(0, zone);
    return InetAddresses.isInetAddress(address) ? InetAddresses.forString(address) : null;
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
