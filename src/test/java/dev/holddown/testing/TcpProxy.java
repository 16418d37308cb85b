package dev.holddown.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A small proxy on loopback between a client and a server, which can cut, hold and break what goes
 * through it. A rule looks at the statements in each piece that the client sends, so that it can
 * meet a COMMIT before it arrives, or its answer.
 */
public final class TcpProxy implements AutoCloseable {
  /** What happens to a piece, and to those after it. */
  public enum Fate {
    PASS,
    /** The piece is lost, and both sides see their connection end. */
    CUT,
    /** The piece goes through, and both sides see their connection end before an answer. */
    PASS_THEN_CUT,
    /** The piece and everything after it is lost in both directions; nobody is told. */
    LOSE
  }

  /** Decides about a piece that the client sends, by the statements in it. */
  public interface Rule {
    Fate of(String piece);
  }

  private static final Rule PASS = piece -> Fate.PASS;

  private final ServerSocket listening;
  private final int serverPort;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Rule rule = PASS;
  private volatile boolean refuses;
  private volatile CountDownLatch met = new CountDownLatch(1);

  private TcpProxy(ServerSocket listening, int serverPort) {
    this.listening = listening;
    this.serverPort = serverPort;
  }

  /** Listens on a port of its own and passes everything on to a port of loopback. */
  public static TcpProxy to(int serverPort) {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      TcpProxy proxy = new TcpProxy(socket, serverPort);
      started("proxy", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Once, for the first piece of a client that the test tells; then all passes again. */
  public void once(Predicate<String> which, Fate fate) {
    met = new CountDownLatch(1);
    rule =
        piece -> {
          if (which.test(piece)) {
            rule = PASS;
            met.countDown();
            return fate;
          }
          return Fate.PASS;
        };
  }

  /** Waits until the rule has met its piece. */
  public void awaitMet() throws InterruptedException {
    met.await();
  }

  /** Ends all connections, and takes no new ones. */
  public void cut() {
    refuses = true;
    links.forEach(Link::end);
  }

  /** Takes connections again. */
  public void mend() {
    refuses = false;
  }

  /** Loses everything from now on, on the connections that are there; nobody is told. */
  public void stall() {
    links.forEach(link -> link.lost = true);
  }

  /** A thread of its own: a virtual one waits while others keep the few carriers busy. */
  private static void started(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        take(listening.accept());
      } catch (IOException e) {
        continue; // this one has gone already; only the end of the listening ends the proxy
      }
    }
    links.forEach(Link::end);
  }

  private void take(Socket client) throws IOException {
    if (refuses) {
      client.setSoLinger(true, 0);
      client.close();
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
    } catch (IOException e) {
      client.close();
      return;
    }
    Link link = new Link(client, server);
    links.add(link);
    if (refuses) { // cut just now, when the link was not yet known
      link.end();
      return;
    }
    started("proxy to the server", () -> link.carry(client, server, true));
    started("proxy to the client", () -> link.carry(server, client, false));
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean lost;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void carry(Socket from, Socket to, boolean fromClient) {
      byte[] buffer = new byte[64 * 1024];
      SpokenSql spoken = new SpokenSql();
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          byte[] piece = Arrays.copyOf(buffer, count);
          Fate fate = fromClient ? rule.of(spoken.of(piece)) : Fate.PASS;
          lost |= fate == Fate.LOSE;
          if (fate == Fate.CUT) {
            return;
          }
          if (lost) {
            continue;
          }
          if (fate == Fate.PASS_THEN_CUT) {
            lost = true; // first, so that no answer slips through
          }
          out.write(piece);
          out.flush();
          if (fate == Fate.PASS_THEN_CUT) {
            to.shutdownOutput(); // the server reads to the end, and so does what it was told
            client.close();
            return;
          }
        }
      } catch (IOException e) {
        return; // one side has gone; so does the other
      } finally {
        if (!lost) {
          end();
        }
      }
    }

    void end() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      links.forEach(Link::end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
