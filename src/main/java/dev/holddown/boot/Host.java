package dev.holddown.boot;

import dev.holddown.cli.Home;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.BoardDesk;
import dev.holddown.cli.link.FreezesInForce;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.IncidentSwitch;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.FreezeLooks;
import dev.holddown.connectors.Incidents;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Boards;
import dev.holddown.engine.BoundedVerbs;
import dev.holddown.engine.CardText;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Lanes;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Mailbox;
import dev.holddown.engine.Measures;
import dev.holddown.engine.Outbox;
import dev.holddown.engine.OverlaidVerbs;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.Worker;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import dev.holddown.engine.port.StoreException;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.store.DataFolder;
import dev.holddown.store.FileSecrets;
import dev.holddown.store.PostgresLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** An engine in this process, and the owner of its data folder until it is closed. */
public final class Host implements Hosted {
  private static final long LOOK_MILLIS = 1_000;
  private static final Duration END_MAX = Duration.ofSeconds(10);

  private final DataFolder folder;
  private final Durable durable;
  private final WorkspaceKeeper keeper;
  private final BoundedVerbs verbs;
  private final Ports ports;
  private final Seat seat;
  private final Mailbox mailbox;
  private final Engine engine;
  private final EventStore shown;
  private Optional<Sweeper> sweeper = Optional.empty();
  private final Lanes lanes;
  private final ScheduledExecutorService post;
  private final ScheduledExecutorService looking;
  private final ExecutorService paging;
  private final Outbox outbox;
  private final Boards boards;
  private final BoardDesk snapshots;
  private volatile Supplier<List<Board>> more = List::of;
  private final Thread thread;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** A data folder and the room on its disk. */
  private record Place(DataFolder folder, Space space, WorkspaceKeeper keeper) {}

  private Host(
      Place place, Durable durable, Parts parts, Map<String, String> environment, String name) {
    this.folder = place.folder();
    this.durable = durable;
    this.keeper = place.keeper();
    this.verbs =
        new BoundedVerbs(
            new OverlaidVerbs(
                parts.verbs(),
                Connectors.verbs(
                    List.of(
                        new Incidents(new IncidentSwitch(() -> this, parts.clock())),
                        new FreezeLooks(
                            new FreezesInForce(
                                () -> this, place.keeper()::documents, parts.clock()))))));
    this.ports =
        new Ports(
            durable.store(),
            durable.blobs(),
            new PlaybookJson(),
            new Ports.Outside(
                verbs,
                new FileSecrets(folder.secrets(), environment),
                parts.cel(),
                place.space(),
                place.keeper()::documents),
            new Ports.Passing(
                parts.clock(),
                () -> UUID.randomUUID().toString(),
                parts.clock()::notBefore,
                drift(folder, durable, parts)));
    this.shown = durable.store().shown();
    this.lanes = lanes();
    this.mailbox = new Mailbox(parts.clock(), this::failed);
    Redactor redactor = new Redactor();
    CardText cards = new CardText(ports, redactor);
    Worker worker =
        new Worker(ports, mailbox, lanes, redactor, new FileCards(folder.cards(), cards));
    Seat seat = Seat.of(durable, worker, name);
    this.seat = seat;
    this.engine = new Engine(ports, worker, seat.name(), seat.holdings());
    // Threads of their own: an address that hangs must not stop looking, nor a direct page.
    this.post = Executors.newSingleThreadScheduledExecutor(platform("outbox"));
    this.looking = Executors.newSingleThreadScheduledExecutor(platform("looking"));
    this.paging = Executors.newSingleThreadExecutor(platform("paging"));
    this.outbox =
        new Outbox(
            ports, redactor, "file:" + folder.root().resolve("pages.jsonl"), seat.holdings());
    Boards.Means seen =
        new Boards.Means(
            ports.outside(), redactor, parts.clock(), Optional.of(ports.store()), this::tell);
    this.boards = new Boards(seen, lanes, seat.holdings());
    this.snapshots = new BoardDesk(boards, ports.blobs());
    this.thread = Thread.ofPlatform().name("engine").unstarted(this::work);
    post.scheduleWithFixedDelay(() -> deliver(outbox), 200, 500, TimeUnit.MILLISECONDS);
    looking.scheduleWithFixedDelay(this::look, 100, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Owns the folder, takes over its open runs, and works. */
  public static Host open(Path path, Parts parts, Map<String, String> environment) {
    return open(Home.of(path), parts, environment);
  }

  /** The same with the store that is named. */
  public static Host open(Home home, Parts parts, Map<String, String> environment) {
    DataFolder folder = DataFolder.own(home.folder());
    try {
      Space space = space(folder); // first: a full disk has room for the store after that
      Durable durable = Durable.open(folder, home, PostgresLimits.usual(), environment);
      WorkspaceKeeper.Means means = new WorkspaceKeeper.Means(parts.reader(), new PlaybookJson());
      WorkspaceKeeper keeper =
          new WorkspaceKeeper(home.workspace(), means, durable.store(), durable.blobs());
      keeper.begin(); // first: what is frozen is known before anything goes on
      Host host =
          new Host(new Place(folder, space, keeper), durable, parts, environment, home.node());
      host.thread.start();
      host.seat.begin();
      host.sweeper = Optional.of(Sweeper.begin(durable, keeper, parts.clock()));
      return host;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Nodes that share a database know nothing of each other's clocks. */
  private static Ports.Drift drift(DataFolder folder, Durable durable, Parts parts) {
    return durable.claims().isPresent()
        ? position -> Optional.empty()
        : BootClock.begin(folder.root(), parts.clock(), durable.store().head());
  }

  private static Space space(DataFolder folder) {
    try {
      return DiskSpace.of(folder.root());
    } catch (IOException e) {
      throw new StoreException(
          "room for a rollback cannot be reserved in " + folder.root() + ": " + e, e);
    }
  }

  private static Lanes lanes() {
    ExecutorService rollback = Executors.newCachedThreadPool(platform("rollback"));
    ExecutorService forward = Executors.newCachedThreadPool(platform("forward"));
    ExecutorService watch = Executors.newVirtualThreadPerTaskExecutor();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(platform("timer"));
    return new Lanes(rollback, forward, watch, timer, Thread::sleep);
  }

  private static java.util.concurrent.ThreadFactory platform(String name) {
    return Thread.ofPlatform().name(name + "-", 0).daemon(true).factory();
  }

  private void work() {
    try {
      mailbox.run(engine);
    } finally {
      ended.complete(null);
    }
  }

  private void deliver(Outbox outbox) {
    try {
      outbox.deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.getLogger(Host.class.getName())
          .log(System.Logger.Level.WARNING, "notices are not delivered: " + e.getMessage());
    }
  }

  private void look() {
    // Each by itself: a board tells what is red just when the store, or the folder, is away.
    attempt("the workspace is not looked at", () -> keeper.look(mailbox));
    attempt("the boards are not those of the workspace", this::follow);
    attempt("what boards see is not kept", boards::flush);
  }

  private void follow() {
    List<Board> all = new ArrayList<>();
    keeper.content().ifPresent(content -> all.addAll(content.boards()));
    all.addAll(more.get());
    boards.follow(all);
  }

  private static void attempt(String otherwise, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      System.getLogger(Host.class.getName())
          .log(System.Logger.Level.WARNING, otherwise + ": " + e.getMessage());
    }
  }

  @Override
  public Optional<WorkspaceKeeper> workspace() {
    return Optional.of(keeper);
  }

  @Override
  public Optional<Boards> boards() {
    return Optional.of(boards);
  }

  @Override
  public void watch(Supplier<List<Board>> others) {
    more = others;
  }

  @Override
  public BoardDesk snapshots() {
    return snapshots;
  }

  @Override
  public void page(String text) {
    tell("", text);
  }

  /** {@code address} empty: whoever is on duty. */
  private void tell(String address, String text) {
    paging.execute(() -> {
      try {
        String id = UUID.randomUUID().toString();
        String why = address.isEmpty() ? outbox.tell(id, text) : outbox.tell(id, address, text);
        if (!why.isEmpty()) {
          System.getLogger(Host.class.getName())
              .log(System.Logger.Level.ERROR, "nobody was paged (" + why + "): " + text);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void failed(Throwable why) {
    failure.set(why);
  }

  @Override
  public Mail mail() {
    return mailbox;
  }

  @Override
  public Measures measures() {
    return mailbox.measures();
  }

  @Override
  public boolean owns(String lock) {
    return seat.holdings().owns(lock);
  }

  @Override
  public EventStore store() {
    return shown;
  }

  @Override
  public Blobs blobs() {
    return ports.blobs();
  }

  @Override
  public Optional<Keeping> keeping() {
    return Optional.of(durable.keeping());
  }

  @Override
  public String place() {
    return durable.place();
  }

  @Override
  public Answers.Backup backup(Path to) {
    return durable.backup(folder, to);
  }

  @Override
  public Optional<String> card(String run) {
    return FileCards.read(folder.cards(), run);
  }

  public Ports ports() {
    return ports;
  }

  public DataFolder folder() {
    return folder;
  }

  /** States of open runs, and of those closed since the start. */
  public Map<String, RunState> states() {
    return engine.states();
  }

  /** Why the engine ended by itself; empty while it works. */
  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get()).map(why -> String.valueOf(why.getMessage()));
  }

  /**
   * Ends every thread; what is durable stays, and the next owner goes on from it. The folder is
   * free only when nobody writes in it any more.
   */
  @Override
  public void close() {
    mailbox.end();
    boards.close();
    try {
      boolean over = lanes.end(END_MAX, post, looking, paging, sweeper.orElseThrow().thread());
      over &= verbs.end(END_MAX);
      ended.get(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (!over) {
        throw new TimeoutException("somebody still works in " + folder.root());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.getLogger(Host.class.getName())
          .log(System.Logger.Level.WARNING, "a thread of the engine does not end: " + e);
    }
    seat.leave();
    durable.close();
    folder.close();
  }
}
