package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Kit;
import dev.holddown.cli.link.FreezesInForce;
import dev.holddown.cli.link.IncidentSwitch;
import dev.holddown.conditions.Cel;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Holdings;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Outbox;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.Request;
import dev.holddown.engine.SteadyClock;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import dev.holddown.playbooks.InputReader;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.FileSecrets;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.store.Postgres;
import dev.holddown.store.SqliteEventStore;
import dev.holddown.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a story plays: everything is the real thing but the time and the targets, which the story
 * sets. It begins on Monday, 2026-03-02 at 10:00:00Z.
 */
final class World implements AutoCloseable {
  private final Path folder;
  private final Supplier<EventStore> opens;
  private final SettableClock clock;
  private final StoryConnector story;
  private final Cel cel = new Cel();
  private final Beside beside = new Beside();
  private final StoryVerbs verbs;
  private EventStore store;
  private Turns turns;
  private Office office;
  private Ports ports;
  private Redactor redactor = new Redactor();
  private Documents documents = Documents.none();
  private int runs;
  private Duration wrong = Duration.ZERO;
  private final OneBoot boot = new OneBoot();

  private World(Path folder, Supplier<EventStore> opens) {
    this(folder, opens, "10:00:00", world -> {});
  }

  private World(Path folder, Supplier<EventStore> opens, String time, Consumer<World> around) {
    this.folder = folder;
    this.opens = opens;
    this.clock = new SettableClock(at(time));
    this.story = new StoryConnector(clock);
    for (String part : List.of("evidence", "secrets", "workspace")) {
      try {
        Files.createDirectories(folder.resolve(part));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    this.verbs =
        StoryVerbs.of(folder, clock, story, new IncidentSwitch(() -> new Alone(this), clock))
            .with(new FreezesInForce(() -> new Alone(this), () -> documents, clock));
    this.store = opens.get();
    this.ports = newPorts();
    this.turns = new Turns(clock);
    around.accept(this);
    try {
      this.office = office();
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * A world that finds a log on disk at this time of day. {@code around} sets metrics and targets
   * before the first look at them.
   */
  static World later(Path folder, String time, Consumer<World> around) {
    return new World(folder, () -> sqlite(folder), time, around);
  }

  private static EventStore sqlite(Path folder) {
    return SqliteEventStore.open(folder.resolve("holddown.db"), "Holddown story");
  }

  /** A world whose log is a SQLite file in the folder. */
  static World onDisk(Path folder) {
    return new World(folder, () -> sqlite(folder));
  }

  /** A world whose log is a new database of the PostgreSQL server of the tests. */
  static World onPostgres(Path folder) {
    String url = Postgres.database();
    return new World(folder, () -> Postgres.open(url));
  }

  /** A world whose log a test has in its hands. */
  static World with(Path folder, EventStore store) {
    return new World(folder, () -> store);
  }

  /** Time passes while the engine waits for something, such as its disk. */
  void standsStill(Duration lasts) {
    clock.advance(lasts);
  }

  /** A world whose log outlives its process, but not the test. */
  static World inMemory(Path folder) {
    MemoryEventStore.Disk disk = new MemoryEventStore.Disk();
    return new World(folder, () -> new MemoryEventStore(disk));
  }

  /** As the program does: the wall clock is looked at once, at the start of the process. */
  private Ports newPorts() {
    SteadyClock steady = new SteadyClock(() -> clock.instant().plus(wrong), clock.nanos());
    return new Ports(
        store,
        new FileBlobs(folder.resolve("evidence")),
        new PlaybookJson(),
        new Ports.Outside(
            verbs,
            new FileSecrets(folder.resolve("secrets"), Map.of()),
            cel,
            Space.ample(),
            () -> documents),
        new Ports.Passing(
            steady,
            () -> "id",
            steady::notBefore,
            boot.process(steady, clock.nanos(), store.head())));
  }

  private Office office() {
    story.inTurnsOf(turns);
    Office next =
        new Office(ports, redactor, clock, turns, new Office.As("story", Holdings.sole()));
    next.open();
    return next;
  }

  // --- what the story sets ---

  Curve metric(String name) {
    return story.metric(name);
  }

  /** How often the metric was asked for its present value. */
  int asked(String name) {
    return story.asked(name);
  }

  Target target(String name) {
    return story.target(name);
  }

  void metricsKeepNoHistory() {
    story.keepsNoHistory();
  }

  /** A secret in a file that only its owner reads. */
  void secret(String name, String value) {
    try {
      Path file = folder.resolve("secrets").resolve(name);
      Files.writeString(file, value);
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A playbook that stands beside those that are started. */
  void beside(String id, String yaml) {
    beside.put(id, yaml);
  }

  /** What playbooks are written in, here. */
  Kit.Language language() {
    return new Kit.Language(
        reader(), cel, cel.check(), new PlaybookJson(), ports.outside().verbs());
  }

  /** Evidence, and the clock that the engine was told. */
  Ports ports() {
    return ports;
  }

  /** Reads playbooks against the verbs of this world. */
  PlaybookReader reader() {
    return PlaybookReader.of(verbs.all().values(), cel.check());
  }

  /** What the workspace says of permits from now on; its playbooks are only looked at. */
  void workspace(String... files) {
    documents = Papers.of(reader(), files);
  }

  /** A decision that is about no single run; gives the refusal, or an empty text. */
  String decides(String person, GovernanceCommand command) {
    Request.Reply reply = ask(new Request.Govern(command, Actor.person(person)));
    return reply.accepted() ? "" : reply.sentence();
  }

  /** The reply to a start as {@code ann} that may be refused. */
  Request.Reply starts(String yaml, PermitCommand.OverrideFreeze... overrides) {
    Playbook playbook = playbook(yaml);
    RunHead head = head(playbook, "run" + ++runs);
    return ask(new Request.Start(playbook, head, Actor.person("ann"), List.of(overrides)));
  }

  /** A playbook without problems. */
  Playbook playbook(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    Reading reading = reader().read("story.yaml", bytes, beside);
    assertThat(reading.problems()).isEmpty();
    return reading.playbook().orElseThrow();
  }

  /** Starts a run as {@code ann}; inputs are {@code name=text}. Gives its id. */
  String start(String yaml, String... inputs) {
    Playbook playbook = playbook(yaml);
    RunHead head = head(playbook, "run" + ++runs, inputs);
    Request.Reply reply = ask(new Request.Start(playbook, head, Actor.person("ann")));
    assertThat(reply.accepted()).as(reply.sentence()).isTrue();
    return head.run();
  }

  /** Adopts these inputs as known good. */
  void adopt(String yaml, String... inputs) {
    Playbook playbook = playbook(yaml);
    RunHead head = head(playbook, "good" + ++runs, inputs);
    Request.Reply reply =
        ask(new Request.Adopt(head, playbook, "it runs for weeks", Actor.person("ann")));
    assertThat(reply.accepted()).as(reply.sentence()).isTrue();
  }

  static RunHead head(Playbook playbook, String id, String... inputs) {
    InputReader.Given given = InputReader.read(playbook.scopes().inputs(), List.of(inputs));
    assertThat(given.problems()).isEmpty();
    return new RunHead(
        id,
        playbook.id(),
        playbook.title(),
        playbook.subject().service(),
        playbook.subject().environments().getFirst(),
        Alone.mode(playbook),
        given.values(),
        "ann",
        Optional.empty());
  }

  /** Posts from a thread of the story's own engine. */
  Mail mail() {
    return office;
  }

  Request.Reply ask(Request request) {
    Request.Reply reply = office.post(request).join();
    office.rest();
    return reply;
  }

  /** What a person says; gives the refusal, or an empty text when it was taken. */
  String says(String person, String run, RunCommand command) {
    Request.Reply reply = ask(new Request.ForRun(run, command, Actor.person(person)));
    return reply.accepted() ? "" : reply.sentence();
  }

  // --- time ---

  Instant now() {
    return clock.instant();
  }

  void advance(Duration by) {
    office.advance(by);
  }

  /** Goes on to a time of day, such as {@code 10:03:20}. */
  void goOnTo(String time) {
    advance(Duration.between(now(), at(time)));
  }

  /** A moment of the story's day. */
  static Instant at(String time) {
    return Instant.parse("2026-03-02T" + time + "Z");
  }

  /** The machine's wall clock jumps: from now on it is wrong by so much. */
  void wallClockIsWrongBy(Duration by) {
    wrong = by;
  }

  // --- what came of it ---

  RunState state(String run) {
    return office.stored(run).orElseThrow();
  }

  Log log(String run) {
    return new Log(store.read(run).stream().map(EventStore.Stored::entry).toList());
  }

  EventStore store() {
    return store;
  }

  Path folder() {
    return folder;
  }

  /** Texts of pages and notices that wait to be delivered. */
  List<String> pages() {
    return store.outbox(1_000).stream().map(EventStore.OutboxRow::text).toList();
  }

  /** How many runs are in memory. */
  int inMemory() {
    return office.inMemory().size();
  }

  /** The rollback card of a run. */
  String card(String run) {
    return office.card(run);
  }

  /** Delivers what waits in the outbox to {@code workspace/pages.jsonl}. */
  void deliver() {
    try {
      new Outbox(ports, redactor, "file:pages.jsonl").deliver();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // --- the end of a process ---

  /** Kills the process of Holddown; calls on the wire stay on the wire. */
  void kill() {
    office.kill();
    store.close();
  }

  /** A new process over the same store. */
  void restart() {
    store = opens.get();
    redactor = new Redactor();
    ports = newPorts();
    turns = new Turns(clock);
    office = office();
  }

  /** Time in which no process runs. */
  void passes(Duration by) {
    clock.advance(by);
  }

  /** Each log of a story can be read, and none was tampered with. */
  @Override
  public void close() {
    for (EventStore.IndexRow row : store.runs(1_000)) {
      assertThat(log(row.run()).toString()).isNotEmpty();
    }
    assertThat(store.verify().firstBad()).isEmpty();
    kill();
  }
}
