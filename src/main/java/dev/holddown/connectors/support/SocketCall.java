package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A stream with bounds, over TCP or a Unix socket: one deadline for look-up, connection, sending
 * and the whole answer, a most number of bytes, only addresses that {@link Egress} allows. A TCP
 * connection goes to the very address that was judged.
 */
public final class SocketCall {
  /** Bytes of an answer that are kept: 1 MiB. */
  public static final int RESPONSE_BYTES_MAX = 1 << 20;

  private final LongSupplier nanos;
  private final Egress egress;
  private final Addressbook addresses;

  /**
   * @param nanos a monotonic clock in nanoseconds
   * @param egress which addresses may be reached; Unix sockets only where private ones may
   */
  public SocketCall(LongSupplier nanos, Egress egress) {
    this.nanos = nanos;
    this.egress = egress;
    this.addresses = Addressbook.ofSystem(egress);
  }

  /** The end of a question, from now on. */
  public Deadline deadline(Duration whole) {
    return Deadline.in(whole, nanos);
  }

  /** What came of an exchange. */
  public sealed interface Outcome {}

  /** The peer's whole answer, to the end of its stream; {@code cut} when there was more. */
  public record Said(byte[] bytes, boolean cut) implements Outcome {
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** No whole answer. {@code maybeSent}: whether a byte of ours may have arrived. */
  public record Silence(String message, boolean maybeSent) implements Outcome {}

  /** The address to connect to, judged. */
  public SocketAddress address(SocketPlace place, Deadline deadline)
      throws CallRefused, InterruptedException {
    if (place.unix().isPresent()) {
      if (!egress.privateAllowed()) {
        throw new CallRefused(
            "the Unix socket " + place.shown() + " is one which this server does not allow");
      }
      return UnixDomainSocketAddress.of(place.unix().get());
    }
    return new InetSocketAddress(host(place.host(), deadline), place.port());
  }

  /** The first address of a host, all of them judged. */
  public InetAddress host(String host, Deadline deadline) throws CallRefused, InterruptedException {
    return addresses.allowed(host, deadline.left()).getFirst();
  }

  /** Sends this text and reads until the peer closes. */
  public Outcome exchange(SocketPlace place, String text, Deadline deadline)
      throws InterruptedException {
    boolean connected = false;
    try (Selector selector = Selector.open();
        SocketChannel channel = open(place)) {
      connect(channel, selector, place, deadline);
      connected = true;
      ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        await(channel, selector, SelectionKey.OP_WRITE, deadline);
        channel.write(out);
      }
      return answer(channel, selector, deadline);
    } catch (CallRefused e) {
      return new Silence(e.sentence(), connected);
    } catch (IOException e) {
      String what = connected ? "the connection to " : "no connection to ";
      String how = connected ? " broke: " : ": ";
      return new Silence(what + place.shown() + how + why(e), connected);
    }
  }

  private static SocketChannel open(SocketPlace place) throws IOException {
    SocketChannel channel =
        place.unix().isPresent()
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    channel.configureBlocking(false);
    return channel;
  }

  private void connect(
      SocketChannel channel, Selector selector, SocketPlace place, Deadline deadline)
      throws IOException, CallRefused, InterruptedException {
    if (!channel.connect(address(place, deadline))) {
      do {
        try {
          await(channel, selector, SelectionKey.OP_CONNECT, deadline);
        } catch (CallRefused e) {
          throw new CallRefused(
              "no connection to " + place.shown() + " within " + Span.text(deadline.whole()));
        }
      } while (!channel.finishConnect());
    }
  }

  private static Said answer(SocketChannel channel, Selector selector, Deadline deadline)
      throws IOException, CallRefused, InterruptedException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    while (true) {
      await(channel, selector, SelectionKey.OP_READ, deadline);
      in.clear();
      int read = channel.read(in);
      if (read < 0) {
        return new Said(kept.toByteArray(), false);
      }
      int room = RESPONSE_BYTES_MAX - kept.size();
      kept.write(in.array(), 0, Math.min(room, read));
      if (read > room) {
        return new Said(kept.toByteArray(), true);
      }
    }
  }

  private static void await(
      SocketChannel channel, Selector selector, int operation, Deadline deadline)
      throws IOException, CallRefused, InterruptedException {
    channel.register(selector, operation);
    selector.selectedKeys().clear();
    long left = deadline.left().toMillis();
    if (left <= 0 || selector.select(left) == 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while waiting for an answer");
      }
      throw new CallRefused("no whole answer within " + Span.text(deadline.whole()));
    }
  }

  /** The system's words, in small letters. */
  public static String why(IOException problem) {
    String message = problem.getMessage();
    if (message == null) {
      return problem instanceof ConnectException ? "connection refused" : "it was closed";
    }
    return problem instanceof SocketException ? message.toLowerCase(Locale.ROOT) : message;
  }
}
