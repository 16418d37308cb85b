package dev.holddown.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** From where somebody comes, for counting. */
final class Network {
  private static final int PREFIX_BYTES = 8;

  private Network() {}

  /**
   * The address itself for IPv4; for IPv6 the first 64 bits, since whoever has one address of such
   * a network has all of them (RFC 4291, 2.5.4). What is no address stays as it is.
   *
   * @param address a literal; no name is looked up
   */
  static String of(String address) {
    if (!address.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?")) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.getByName(address.replaceFirst("%.*$", ""));
      if (!(parsed instanceof Inet6Address)) {
        return parsed.getHostAddress(); // IPv4 in the clothes of IPv6
      }
      byte[] prefix = Arrays.copyOf(parsed.getAddress(), parsed.getAddress().length);
      Arrays.fill(prefix, PREFIX_BYTES, prefix.length, (byte) 0);
      return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
