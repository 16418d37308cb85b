package dev.holddown.cli.link;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Listens on {@code engine.sock} (0600): a request is one line of JSON, its answer too; {@code
 * follow} is answered by a picture for each change. Each client has a thread of its own, so that
 * none waits for another, and the engine for none. Only the owner of the data folder opens it.
 */
public final class EngineServer implements AutoCloseable {
  /** Longest line either way: a run of as many items as a playbook may hold has to fit. */
  public static final int LINE_BYTES_MAX = 32 * 1024 * 1024;

  static final int CLIENTS_MAX = 64;

  /** So many may follow runs; the rest is kept free for commands. */
  static final int FOLLOWERS_MAX = 48;

  private final Path folder;
  private final ServerSocketChannel channel;
  private final Desk desk;
  private final LongSupplier nanos;
  private final Set<Talk> talks = ConcurrentHashMap.newKeySet();
  private final AtomicInteger followers = new AtomicInteger();
  private final ScheduledExecutorService sweeper;
  private volatile boolean closed;

  private EngineServer(Path folder, ServerSocketChannel channel, Desk desk, LongSupplier nanos) {
    this.folder = folder;
    this.channel = channel;
    this.desk = desk;
    this.nanos = nanos;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("socket-sweeper").factory());
  }

  /**
   * Opens the socket and serves until it is closed; a socket that a dead engine left is replaced.
   *
   * @param folder the data folder, owned by this process
   * @param nanos a stopwatch in nanoseconds, for clients that do not read or say anything
   */
  public static EngineServer open(Path folder, Desk desk, LongSupplier nanos) throws IOException {
    Path root = folder.toRealPath();
    Path socket = SocketPlace.make(root);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean opened = false;
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      EngineServer server = new EngineServer(root, channel, desk, nanos);
      server.start();
      opened = true;
      return server;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private void start() {
    Thread.ofPlatform().daemon().name("socket").start(this::accept);
    sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
  }

  /** How many clients there are. */
  public int clients() {
    return talks.size();
  }

  private void accept() {
    while (!closed) {
      try {
        admit(channel.accept());
      } catch (IOException e) {
        if (!channel.isOpen()) {
          return;
        }
      }
    }
  }

  private void admit(SocketChannel client) throws IOException {
    Talk talk = new Talk(client, this);
    if (talks.size() >= CLIENTS_MAX) {
      talk.refuse(CLIENTS_MAX + " clients are connected, which is the most; try again");
      client.close();
      return;
    }
    talks.add(talk);
    Thread.ofPlatform().daemon().name("socket-client").start(talk);
  }

  private void sweep() {
    talks.stream().filter(talk -> talk.stuck(nanos.getAsLong())).forEach(Talk::hangUp);
  }

  // --- what a talk needs ---

  Desk desk() {
    return desk;
  }

  long now() {
    return nanos.getAsLong();
  }

  boolean ended() {
    return closed;
  }

  void forget(Talk talk) {
    talks.remove(talk);
  }

  /** Whether one more may follow; whoever may gives the place back. */
  boolean takePlace() {
    if (followers.incrementAndGet() <= FOLLOWERS_MAX) {
      return true;
    }
    followers.decrementAndGet();
    return false;
  }

  void givePlaceBack() {
    followers.decrementAndGet();
  }

  @Override
  public void close() {
    closed = true;
    sweeper.shutdownNow();
    try {
      channel.close();
      SocketPlace.remove(folder);
    } catch (IOException e) {
      // A socket file that stays is replaced by the next owner of the folder.
    }
    talks.forEach(Talk::hangUp);
  }
}
