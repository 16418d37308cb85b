package dev.holddown.connectors.support;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A message of the Domain Name System (RFC 1035), read strictly: what does not fit is refused
 * whole.
 *
 * @param code the response code; 0 is NOERROR, 3 NXDOMAIN
 * @param flags whether the whole did not fit, and whether the server answers for the zone itself
 * @param answers the records of the answer section, in order
 */
public record DnsMessage(
    int id, int code, DnsMessage.Flags flags, DnsMessage.Query query, List<Rr> answers) {
  /** The types that may be asked for, by name. */
  public static final Map<String, Integer> TYPES =
      Map.of(
          "A", 1, "NS", 2, "CNAME", 5, "SOA", 6, "PTR", 12, "MX", 15, "TXT", 16, "AAAA", 28, "SRV",
          33, "CAA", 257);

  /** RFC 1035 section 4.1.1 and RFC 8914's neighbours; the first six are all that matter here. */
  private static final List<String> CODES =
      List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

  /** What fits through nearly every network in one datagram (RFC 9715). */
  private static final int UDP_BYTES = 1_232;

  private static final int RECORDS_MAX = 1_000;
  private static final int NAME_CHARS_MAX = 253;
  private static final int JUMPS_MAX = 32;
  private static final int IN = 1;
  private static final int CNAME = 5;
  private static final int OPT = 41;

  /** Bits of the header. */
  public record Flags(boolean truncated, boolean authoritative) {}

  /** What is asked: a name in ASCII without a dot at its end, and a type's number. */
  public record Query(String name, int type) {}

  /** A record: whose, its type, how long it may be kept in seconds, and its data as text. */
  public record Rr(String name, int type, long ttlSeconds, String data) {
    public boolean alias() {
      return type == CNAME;
    }
  }

  /** The response code by name. */
  public String status() {
    return code < CODES.size() ? CODES.get(code) : "code " + code;
  }

  /** A question with recursion desired and room for larger answers (EDNS, RFC 6891). */
  public static byte[] question(int id, Query query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, id, 0x0100, 1, 0, 0, 1);
    for (String label : query.name().split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    put(out, query.type(), IN);
    out.write(0);
    put(out, OPT, UDP_BYTES, 0, 0, 0);
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int... words) {
    for (int word : words) {
      out.write(word >> 8);
      out.write(word);
    }
  }

  /**
   * Reads an answer.
   *
   * @throws CallRefused when it is none, or broken
   */
  public static DnsMessage read(byte[] bytes) throws CallRefused {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int id = word(in);
      int bits = word(in);
      int questions = word(in);
      int answers = word(in);
      in.getInt();
      if ((bits & 0x8000) == 0 || questions != 1 || answers > RECORDS_MAX) {
        throw new CallRefused("it is no answer to one question");
      }
      Query query = new Query(name(in), word(in));
      in.getShort();
      List<Rr> records = new ArrayList<>();
      for (int i = 0; i < answers; i++) {
        records.add(record(in));
      }
      Flags flags = new Flags((bits & 0x0200) != 0, (bits & 0x0400) != 0);
      return new DnsMessage(id, bits & 0x000f, flags, query, List.copyOf(records));
    } catch (BufferUnderflowException | IllegalArgumentException | UnknownHostException e) {
      throw new CallRefused("it ends in the middle or points outside itself");
    }
  }

  private static int word(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  private static Rr record(ByteBuffer in) throws CallRefused, UnknownHostException {
    String name = name(in);
    int type = word(in);
    in.getShort();
    long ttl = Integer.toUnsignedLong(in.getInt());
    int length = word(in);
    int end = in.position() + length;
    if (end > in.limit()) {
      throw new BufferUnderflowException();
    }
    String data = data(in, type, length);
    in.position(end);
    // The highest bit was never a time (RFC 2181 section 8).
    return new Rr(name, type, ttl > Integer.MAX_VALUE ? 0 : ttl, data);
  }

  private static String data(ByteBuffer in, int type, int length)
      throws CallRefused, UnknownHostException {
    return switch (type) {
      case 1, 28 -> InetAddress.getByAddress(take(in, length)).getHostAddress();
      case 2, CNAME, 12 -> name(in);
      case 6 -> name(in) + " " + name(in) + " " + Integer.toUnsignedString(in.getInt());
      case 15 -> word(in) + " " + name(in);
      case 16 -> texts(in, length);
      case 33 -> word(in) + " " + word(in) + " " + word(in) + " " + name(in);
      case 257 -> caa(in, length);
      default -> HexFormat.of().formatHex(take(in, length));
    };
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** Several strings are one text, without anything between (RFC 7208 section 3.3). */
  private static String texts(ByteBuffer in, int length) {
    int end = in.position() + length;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (in.position() < end) {
      all.writeBytes(take(in, Math.min(Byte.toUnsignedInt(in.get()), end - in.position())));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** RFC 8659: flags, tag, value. */
  private static String caa(ByteBuffer in, int length) {
    int flags = Byte.toUnsignedInt(in.get());
    int tag = Byte.toUnsignedInt(in.get());
    String name = new String(take(in, tag), StandardCharsets.US_ASCII);
    byte[] value = take(in, Math.max(0, length - 2 - tag));
    return flags + " " + name + " " + new String(value, StandardCharsets.UTF_8);
  }

  /** A name, in small letters, with pointers followed only so often. */
  private static String name(ByteBuffer in) throws CallRefused {
    StringBuilder name = new StringBuilder();
    ByteBuffer at = in;
    for (int jumps = 0; jumps < JUMPS_MAX; ) {
      int length = Byte.toUnsignedInt(at.get());
      if (length == 0) {
        return name.toString().toLowerCase(Locale.ROOT);
      }
      if (length >= 0xc0) {
        int to = (length & 0x3f) << 8 | Byte.toUnsignedInt(at.get());
        at = in.duplicate().position(to);
        jumps++;
      } else {
        name.append(name.isEmpty() ? "" : ".");
        name.append(new String(take(at, length), StandardCharsets.ISO_8859_1));
      }
      if (name.length() > NAME_CHARS_MAX + 2) {
        throw new CallRefused("a name in it is longer than a name may be");
      }
    }
    throw new CallRefused("a name in it points in a circle");
  }
}
