package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run whose time is said. After every command it is checked that the events alone tell the same
 * state and the same todo, that versions have no gap, and that an open run has something to do.
 */
final class Given {
  static final Instant START = Instant.parse("2025-10-01T10:00:00Z");
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final Duration GRACE = Duration.ofSeconds(30);

  private final Plan plan;
  private final List<Entry> history = new ArrayList<>();
  private final Map<String, Instant> lastOk = new HashMap<>();
  private final Map<String, Instant> lastSeen = new HashMap<>();
  private RunState state;
  private Instant now = START;
  private House house = House.empty();
  private List<RunEvent> events = List.of();
  private Optional<String> refusal = Optional.empty();

  private Given(Playbook book, RunHead head) {
    plan = Plan.of(book);
    history.add(Run.start(head, Digest.of("book").hex(), Actor.person(head.starter()), now));
    state = Run.fold(history, plan);
  }

  /** Started by sam and waiting for the lock. */
  static Given queued(Book book) {
    return new Given(book.build(), head(RunHead.Mode.RELEASE, Optional.empty()));
  }

  /** Under way with the lock (epoch 1), its way back frozen if it has one. */
  static Given run(Book book) {
    Given given = queued(book);
    given.when(new RunCommand.TakeLock(1, 100));
    if (given.plan.playbook().rollback().isPresent()) {
      given.when(new RunCommand.FreezeWayBack(Map.of("version", "1.0"), true, "last good"));
    }
    return given;
  }

  /** The linked run that takes back run r0, with the lock. */
  static Given takesBack(Book book) {
    return takesBack(book, Duration.ZERO);
  }

  /** As above, where what the run before had begun may still land for so long. */
  static Given takesBack(Book book, Duration others) {
    Given given = new Given(book.build(), head(RunHead.Mode.ROLLBACK, Optional.of("r0")));
    if (!others.isZero()) {
      RunEvent overtook = new RunEvent.Overtook("r0", START.plus(others), others);
      given.history.add(new Entry(START, Actor.engine(), overtook));
      given.state = Run.fold(given.history, given.plan);
    }
    given.when(new RunCommand.TakeLock(7, 100));
    return given;
  }

  /** A way back by hand that took the lock from run r0, whose acts may land for so long. */
  static Given byHand(Book book, Duration others) {
    Given given = new Given(book.build(), head(RunHead.Mode.ROLLBACK_BY_HAND, Optional.empty()));
    RunEvent overtook = new RunEvent.Overtook("r0", START.plus(others), others);
    given.history.add(new Entry(START, Actor.engine(), overtook));
    given.state = Run.fold(given.history, given.plan);
    given.when(new RunCommand.TakeLock(7, 100));
    return given;
  }

  private static RunHead head(RunHead.Mode mode, Optional<String> linked) {
    Map<String, Object> inputs = Map.of("image", "D3");
    return new RunHead("r1", "book", "Book", "checkout", "prod", mode, inputs, "sam", linked);
  }

  // --- time ---

  /** The clock of the day: {@code "10:27"} or {@code "10:27:30"}. */
  Given at(String time) {
    now = time(time);
    return this;
  }

  static Instant time(String time) {
    return Instant.parse("2025-10-01T" + (time.length() == 5 ? time + ":00" : time) + "Z");
  }

  Given after(Duration passed) {
    now = now.plus(passed);
    return this;
  }

  /** From now on this holds for every run. */
  Given in(House rules) {
    house = rules;
    return this;
  }

  Instant now() {
    return now;
  }

  // --- commands ---

  Given when(RunCommand command) {
    return when(command, Actor.engine());
  }

  Given by(String person, RunCommand command) {
    return when(command, Actor.person(person));
  }

  Given when(RunCommand command, Actor actor) {
    boolean over = state.over();
    Decision decision = Run.decide(state, command, actor, now, house);
    switch (decision) {
      case Decision.Refused refused -> {
        refusal = Optional.of(refused.sentence());
        events = List.of();
        assertThat(refused.sentence()).as("a refusal is a sentence").hasSizeGreaterThan(10);
      }
      case Decision.Accepted accepted -> {
        refusal = Optional.empty();
        history.addAll(accepted.entries());
        events = accepted.entries().stream().map(Entry::event).toList();
        state = accepted.after();
        assertThat(over && !events.isEmpty()).as("a run that is over never changes").isFalse();
      }
    }
    assertThat(state.version()).isEqualTo(history.size());
    boolean asleep = state.closed() && state.permits().incident().isPresent();
    if (!state.over() && !asleep) {
      assertThat(todo()).as("a run that is not over has something to do").isNotEmpty();
    }
    return this;
  }

  /** That the events alone tell this state and what is to do. */
  Given replayed() {
    RunState told = Run.fold(history, plan);
    assertThat(Told.all(told)).isEqualTo(Told.all(state));
    assertThat(Run.todo(told, now)).isEqualTo(Run.todo(state, now));
    return this;
  }

  Given tick() {
    return when(new RunCommand.Tick(Map.copyOf(lastOk)));
  }

  Given answer(String key, Purpose purpose, Verdict verdict, String reason) {
    Finding finding = Finding.of(verdict, reason);
    return when(new RunCommand.Answer(key, purpose, state.item(key).attempt(), finding));
  }

  Given check(String key, Verdict verdict, String reason) {
    return answer(key, Purpose.CHECK, verdict, reason);
  }

  Given passes(String key) {
    return check(key, Verdict.PASSED, "as it should be");
  }

  /** An answer with a value that it saves. */
  Given saves(String key, String name, Object value) {
    Finding finding =
        new Finding(Verdict.PASSED, "found", "", Map.of(name, value), Optional.empty(), 1);
    return when(new RunCommand.Answer(key, Purpose.CHECK, state.item(key).attempt(), finding));
  }

  Given intend(String key) {
    int attempt = state.item(key).attempt();
    return when(new RunCommand.Intend(key, attempt, "do." + key, TIMEOUT, GRACE));
  }

  Given end(String key, Ending ending, String message) {
    String op = op(key);
    return when(new RunCommand.End(key, op, ending, message, Optional.empty()));
  }

  String op(String key) {
    return state.item(key).act().orElseThrow().act().op();
  }

  Given lands(String key) {
    return intend(key).end(key, Ending.LANDED, "done");
  }

  Given sign(String person, String key, String role) {
    return by(person, new RunCommand.Sign(key, role, ""));
  }

  // --- samples; the engine remembers when a watch was seen last ---

  private Given reading(String watch, Reading reading) {
    Optional<Instant> previous = Optional.ofNullable(lastSeen.get(watch));
    if (reading.kind() == Reading.Kind.SEEN) {
      lastSeen.merge(watch, reading.at(), (a, b) -> a.isAfter(b) ? a : b);
      if (reading.breached().isEmpty()) {
        lastOk.merge(watch, reading.at(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return when(
        new RunCommand.Observe(watch, reading, previous, Optional.empty()), Actor.watch(watch));
  }

  /** The engine ended before its samples were kept. */
  Given forgetsSamples() {
    lastSeen.clear();
    lastOk.clear();
    return this;
  }

  Given ok(String watch) {
    return okAt(watch, now);
  }

  Given okAt(String watch, Instant at) {
    return reading(watch, new Reading(at, Reading.Kind.SEEN, 0.3, 1, "0.3 is fine", List.of()));
  }

  Given breach(String watch) {
    return breach(watch, "1.2 > 1", Looking.BREACH);
  }

  Given breach(String watch, String reason, String... levels) {
    return breachAt(watch, now, reason, levels);
  }

  Given breachAt(String watch, Instant at, String reason, String... levels) {
    return reading(watch, new Reading(at, Reading.Kind.SEEN, 1.2, 1, reason, List.of(levels)));
  }

  Given noData(String watch) {
    return reading(watch, unseen(Reading.Kind.NO_DATA, "0 samples"));
  }

  Given error(String watch, String reason) {
    return reading(watch, unseen(Reading.Kind.ERROR, reason));
  }

  private Reading unseen(Reading.Kind kind, String reason) {
    return new Reading(now, kind, Double.NaN, Double.NaN, reason, List.of());
  }

  /** One OK sample every ten seconds, and the time told, up to a moment. */
  Given calmUntil(String time, String... watches) {
    while (!now.plusSeconds(10).isAfter(time(time))) {
      now = now.plusSeconds(10);
      for (String watch : watches) {
        ok(watch);
      }
      tick();
    }
    return at(time);
  }

  // --- what came of it ---

  List<RunEvent> events() {
    return events;
  }

  Given then(RunEvent... expected) {
    assertThat(refusal).as("refusal").isEmpty();
    assertThat(events).containsExactly(expected);
    return replayed();
  }

  Given thenNothing() {
    return then();
  }

  Given thenHas(RunEvent... expected) {
    assertThat(refusal).as("refusal").isEmpty();
    assertThat(events).contains(expected);
    return replayed();
  }

  Given thenNone(Class<? extends RunEvent> kind) {
    assertThat(events).noneMatch(kind::isInstance);
    return replayed();
  }

  <E extends RunEvent> List<E> said(Class<E> kind) {
    return history.stream().map(Entry::event).filter(kind::isInstance).map(kind::cast).toList();
  }

  Given refused(String sentence) {
    assertThat(refusal).contains(sentence);
    return this;
  }

  Optional<String> refusal() {
    return refusal;
  }

  RunState state() {
    return state;
  }

  ItemState item(String key) {
    return state.item(key);
  }

  Given is(String key, ItemStatus status, String reason) {
    assertThat(state.item(key).status()).as(key).isEqualTo(status);
    assertThat(state.item(key).reason()).as(key).isEqualTo(reason);
    return replayed();
  }

  Given phase(Phase phase) {
    assertThat(state.phase()).isEqualTo(phase);
    return replayed();
  }

  Given closed(Outcome outcome, String sentence) {
    assertThat(state.outcome()).contains(outcome);
    assertThat(state.sentence()).isEqualTo(sentence);
    assertThat(todo()).isEmpty();
    return replayed();
  }

  List<Entry> history() {
    return List.copyOf(history);
  }

  // --- what should be going on ---

  List<Job> jobs() {
    return Run.todo(state, now);
  }

  /** What should be going on, without the ids: {@code "ask lint CHECK"}. */
  List<String> todo() {
    return jobs().stream().map(Given::text).toList();
  }

  private static String text(Job job) {
    return switch (job.work()) {
      case Job.Work.Ask w -> "ask " + w.key() + " " + w.purpose();
      case Job.Work.Perform w -> "do " + w.key();
      case Job.Work.LookAfter w -> "look after " + w.key() + " " + w.reference();
      case Job.Work.Stop w -> "stop " + w.key() + " " + w.reference();
      case Job.Work.Look w -> "look " + w.watch();
      case Job.Work.Measure w -> "measure " + w.metric();
      case Job.Work.FindWayBack w -> "find way back";
      case Job.Work.Wake w -> "wake " + job.notBefore().orElseThrow().toString().substring(11);
      case Job.Work.Person w -> "person " + w.who() + " at " + w.key() + ": " + w.what();
      case Job.Work.Lock w -> "lock " + w.holder();
      case Job.Work.Child w -> "child " + w.run() + " at " + w.key();
    };
  }
}
