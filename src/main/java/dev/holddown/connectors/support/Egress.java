package dev.holddown.connectors.support;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a connector may reach. Link-local, cloud metadata, multicast and unspecified
 * addresses are always refused; loopback and private ones (RFC 1918, RFC 4193, RFC 6598) only when
 * asked for. IPv4 addresses inside IPv6 ones (NAT64, 6to4, mapped) are judged as IPv4.
 *
 * @param privateAllowed whether loopback and private addresses may be reached
 */
public record Egress(boolean privateAllowed) {
  private static final List<Block> NEVER =
      List.of(
          new Block("0.0.0.0", 8, "the unspecified address"),
          new Block("169.254.0.0", 16, "link-local (cloud metadata lives there)"),
          new Block("100.100.100.200", 32, "a cloud metadata service"),
          new Block("168.63.129.16", 32, "a cloud metadata service"),
          new Block("192.0.0.192", 32, "a cloud metadata service"),
          new Block("224.0.0.0", 4, "multicast"),
          new Block("240.0.0.0", 4, "reserved"),
          new Block("::", 128, "the unspecified address"),
          new Block("fe80::", 10, "link-local"),
          new Block("fd00:ec2::", 32, "a cloud metadata service"),
          new Block("fd20:ce::", 32, "a cloud metadata service"),
          new Block("ff00::", 8, "multicast"));
  private static final List<Block> PRIVATE =
      List.of(
          new Block("127.0.0.0", 8, "loopback"),
          new Block("10.0.0.0", 8, "a private network"),
          new Block("172.16.0.0", 12, "a private network"),
          new Block("192.168.0.0", 16, "a private network"),
          new Block("100.64.0.0", 10, "a private network"),
          new Block("192.0.0.0", 24, "a private network"),
          new Block("198.18.0.0", 15, "a private network"),
          new Block("::1", 128, "loopback"),
          new Block("fc00::", 7, "a private network"),
          new Block("fec0::", 10, "a private network"));

  /** For one's own machine: loopback and private networks may be reached. */
  public static Egress local() {
    return new Egress(true);
  }

  /** For a server that runs other people's playbooks: public addresses only. */
  public static Egress publicOnly() {
    return new Egress(false);
  }

  /** Why this address may not be reached, as the end of a sentence; empty when it may. */
  public Optional<String> refusal(InetAddress address) {
    InetAddress plain = unwrapped(address);
    Optional<String> never = match(NEVER, plain).map(kind -> kind + ", which is never called");
    if (never.isPresent() || privateAllowed) {
      return never;
    }
    return match(PRIVATE, plain).map(kind -> kind + ", which this server does not allow");
  }

  private static Optional<String> match(List<Block> blocks, InetAddress address) {
    return blocks.stream().filter(b -> b.holds(address.getAddress())).map(Block::kind).findFirst();
  }

  private static InetAddress unwrapped(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] b = address.getAddress();
    boolean nat64 = starts(b, 0x00, 0x64, 0xff, 0x9b);
    boolean sixToFour = starts(b, 0x20, 0x02);
    boolean compatible =
        Arrays.equals(b, 0, 12, new byte[12], 0, 12) && (b[12] != 0 || b[13] != 0 || b[14] != 0);
    if (nat64 || compatible) {
      return ipv4(Arrays.copyOfRange(b, 12, 16));
    }
    return sixToFour ? ipv4(Arrays.copyOfRange(b, 2, 6)) : address;
  }

  private static boolean starts(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if ((bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress ipv4(byte[] four) {
    try {
      return Inet4Address.getByAddress(four);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  /** A range of addresses in CIDR form (RFC 4632), and what lives there. */
  private record Block(String base, int prefixBits, String kind) {
    boolean holds(byte[] address) {
      byte[] start = InetAddress.ofLiteral(base).getAddress();
      if (start.length != address.length) {
        return false;
      }
      int whole = prefixBits / 8;
      if (!Arrays.equals(start, 0, whole, address, 0, whole)) {
        return false;
      }
      int rest = prefixBits % 8;
      int mask = 0xff & (0xff << (8 - rest));
      return rest == 0 || (start[whole] & mask) == (address[whole] & mask);
    }
  }
}
