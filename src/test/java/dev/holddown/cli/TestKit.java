package dev.holddown.cli;

import dev.holddown.access.Entrance;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineClient;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.FreezesInForce;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Opened;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.conditions.Cel;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.store.FileSecrets;
import dev.holddown.testing.RealTime;
import dev.holddown.view.RunView;
import dev.holddown.web.Limits;
import dev.holddown.web.WebServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Everything real but the terminal, and the world, which is the {@link Lab}. Each verb runs as in a
 * process of its own; its output is kept.
 */
public final class TestKit implements Kit, AutoCloseable {
  private final Path folder;
  private final Cel cel = new Cel();
  private final Lab lab = new Lab();
  private Each each = new Each(() -> {}, () -> {});
  private final AtomicInteger ids = new AtomicInteger();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String typed = "";
  private final List<String> refusals = new java.util.concurrent.CopyOnWriteArrayList<>();
  private Limits limits = Limits.usual();
  private LongSupplier stopwatch = RealTime.nanos();
  private ServeOrder.Outside outside = ServeOrder.Outside.none();
  private List<String> demo = List.of();
  private final List<String> paged = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final java.util.Map<String, String> variables = new java.util.HashMap<>();
  private Terminal terminal = Terminal.none();
  private AutoCloseable engine = () -> {};

  /** What a verb printed, and its exit code. */
  public record Printed(int exit, String out, String err) {}

  public TestKit(Path folder) {
    this.folder = folder;
  }

  public Path data() {
    return folder.resolve("data");
  }

  public Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Limits of a server that is started from now on. */
  public TestKit within(Limits other) {
    limits = other;
    return this;
  }

  /** Whose nanoseconds pass for everything that is started from now on. */
  public TestKit stopwatch(LongSupplier other) {
    stopwatch = other;
    return this;
  }

  /** What stands between a server that is started from now on and people. */
  public TestKit behind(ServeOrder.Outside other) {
    outside = other;
    return this;
  }

  /** The roles that a server offers as a demo does. */
  public TestKit demo(List<String> roles) {
    demo = roles;
    return this;
  }

  /** What somebody was paged about outside any run. */
  public List<String> paged() {
    return List.copyOf(paged);
  }

  /** A variable of the environment of every verb from now on. */
  public TestKit variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public TestKit at(Terminal other, String lines) {
    terminal = other;
    typed = lines;
    return this;
  }

  /** Runs a verb; the data folder and the person are given unless they are among the words. */
  public Printed run(String... args) {
    out.reset();
    err.reset();
    int exit = Cli.run(this, args);
    return new Printed(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** From now on an engine runs on the data folder. */
  public void startEngine() {
    try {
      Hosted hosted = open(Home.of(data()));
      EngineServer server = EngineServer.open(data(), desk(hosted), RealTime.nanos());
      engine =
          () -> {
            server.close();
            hosted.close();
          };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on a server runs, with its engine; it takes the playbooks of the test's folder. */
  public Served startServer(boolean open) {
    try {
      Hosted hosted = open(Home.of(data()).in(Optional.of(folder)));
      Desk desk = desk(hosted);
      EngineServer socket = EngineServer.open(data(), desk, RealTime.nanos());
      each =
          new Each(
              new DailyLinks(
                      new LinkFolder(folder, this),
                      hosted.workspace().orElseThrow().links(),
                      RealTime.clock(),
                      refusals::add)
                  ::look,
              () ->
                  new GovernanceKeeper(
                          folder.resolve("GOVERNANCE-LOG.md"), RealTime.nanos(), refusals::add)
                      .look(hosted, desk));
      ServeOrder.Listening listening =
          new ServeOrder.Listening(
              "127.0.0.1",
              0,
              new ServeOrder.Offer(Optional.of(folder), open, false, demo),
              outside);
      Served served =
          serve(
              new ServeOrder(
                  hosted, desk, Entrance.in(data(), RealTime.clock()), listening, refusals::add));
      engine =
          () -> {
            served.close();
            socket.close();
            hosted.close();
          };
      return served;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a server does each day and each while, done now. */
  private record Each(Runnable links, Runnable governance) {}

  /** Looks at the links of the workspace, as a server does once a day. */
  public void looksAtLinks() {
    each.links().run();
  }

  /** Writes {@code GOVERNANCE-LOG.md} into the folder, as a server does that was told so. */
  public void keepsGovernanceLog() {
    each.governance().run();
  }

  /** What the server wrote of its refusals. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  private Desk desk(Hosted hosted) {
    return Desk.of(hosted, means());
  }

  public void stopEngine() {
    try {
      engine.close();
      engine = () -> {};
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Language language() {
    return new Language(
        PlaybookReader.of(lab.all(), cel.check()), cel, cel.check(), new PlaybookJson(), lab);
  }

  @Override
  public Outside outside() {
    return new Outside(
        environment(),
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal);
  }

  private Map<String, String> environment() {
    Map<String, String> all = new java.util.HashMap<>(variables);
    all.put("HOLDDOWN_DATA", data().toString());
    all.put("HOLDDOWN_USER", "ann");
    return all;
  }

  /** Follows a run until it looks as asked; what it looked like then. */
  RunView until(String run, Predicate<RunView> state) {
    AtomicReference<RunView> last = new AtomicReference<>();
    try (EngineClient client = EngineClient.connect(data()).orElseThrow()) {
      client.follow(
          run,
          view -> {
            last.set(view);
            return !state.test(view);
          });
    }
    return last.get();
  }

  /** A person, or a cure, is waited for at this item. */
  static Predicate<RunView> waitsAt(String key) {
    return view -> view.standing().waiting().stream().anyMatch(w -> w.key().equals(key));
  }

  @Override
  public Passing passing() {
    return new Passing(RealTime.clock(), stopwatch, () -> "r" + ids.incrementAndGet());
  }

  @Override
  public Hosted open(Home home) {
    LabFolder owned = LabFolder.own(home.folder());
    WorkspaceKeeper keeper =
        new WorkspaceKeeper(
            home.workspace(),
            new WorkspaceKeeper.Means(language().reader(), language().codec()),
            owned.log(),
            owned.blobs());
    keeper.begin();
    Ports ports =
        new Ports(
            owned.log(),
            owned.blobs(),
            language().codec(),
            new Ports.Outside(
                lab,
                new FileSecrets(owned.folder().secrets(), Map.of()),
                cel,
                Space.ample(),
                keeper::documents),
            new Ports.Passing(RealTime.clock(), () -> "op" + ids.incrementAndGet()));
    LabEngine engine = new LabEngine(owned, ports, keeper, paged::add);
    lab.freezes(new FreezesInForce(() -> engine, keeper::documents, RealTime.clock()));
    return engine;
  }

  @Override
  public Opened openForReading(Home home) {
    return LabFolder.own(home.folder());
  }

  @Override
  public Answers.Backup restore(Path from, Path to) {
    throw new IllegalStateException("the story of a backup has the real program");
  }

  @Override
  public Served serve(ServeOrder order) throws IOException {
    return WebServer.open(order, this, limits);
  }

  @Override
  public String secret() {
    return "secret".repeat(8) + String.format("%04d", ids.incrementAndGet());
  }

  @Override
  public Show show() {
    throw new UnsupportedOperationException("no demo in these tests");
  }

  @Override
  public List<String> self() {
    return List.of("/bin/false");
  }

  @Override
  public void close() {
    stopEngine();
  }
}
