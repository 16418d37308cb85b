package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is owed to people: it begins, may be met, is late, and is met, while the run goes on and
 * after it closed. It never holds the lock, and stops nothing.
 */
public final class Owed {
  /** Stands for stage and phase. */
  static final String PLACE = "owed";

  /** A run that has more events than this does nothing again: what is overdue is told still. */
  private static final int EVENTS_MAX = Run.EVENTS_MAX + 10_000;

  private static final Duration LEAD_MAX = Duration.ofMinutes(1);
  private static final int QUICK_TRIES = 5;
  private static final int STEADY_TRIES = 100;
  private static final Duration AGAIN = Duration.ofMinutes(15);
  private static final Duration SELDOM = Duration.ofHours(6);

  private final RunState s;
  private final Instant at;

  private Owed(RunState state, Instant at) {
    this.s = state;
    this.at = at;
  }

  static boolean isKey(String key) {
    return key.startsWith(Obligation.PREFIX);
  }

  // --- what holds ---

  /** Whether a run that has closed may still owe something, now or later. */
  static boolean open(RunState s) {
    return s.plan().playbook().owes().isPresent()
        && s.plan().owed().stream().anyMatch(node -> OwedTerm.isOpen(s, obligation(s, node)));
  }

  /** Whether one thing is still owed, or will be. */
  public static boolean open(RunState s, String key) {
    return s.plan().obligation(key).filter(o -> !s.closed() || OwedTerm.isOpen(s, o)).isPresent();
  }

  /** What it will be owed as, as far as its moments are known; as round 0. */
  public static Optional<OwedRound> ahead(RunState s, String key) {
    return s.plan()
        .obligation(key)
        .flatMap(o -> OwedTerm.of(s, o))
        .map(term -> new OwedRound(0, term.opens(), term.due(), term.from(), false));
  }

  /** What comes again and again has its end here; what is told once is told. */
  private static boolean full(RunState s) {
    return s.version >= EVENTS_MAX;
  }

  private static Obligation obligation(RunState s, Node node) {
    return s.plan().obligation(node.key()).orElseThrow();
  }

  // --- work ---

  /** What is owed now, each with what it needs. */
  static List<Walk.Working> working(RunState s, Instant at) {
    if (s.plan().owed().isEmpty() || s.phase == Phase.QUEUED) {
      return List.of(); // as of most runs
    }
    Owed owed = new Owed(s, at);
    List<Walk.Working> working = new ArrayList<>();
    for (Node node : s.plan().owed()) {
      s.owed(node.key())
          .filter(round -> !s.item(node.key()).status.ended())
          .ifPresent(round -> working.add(new Walk.Working(node, owed.next(node, round))));
    }
    return working;
  }

  private Next next(Node node, OwedRound round) {
    Instant begins = begins(obligation(s, node), round);
    boolean acted = s.item(node.key()).act.isPresent();
    if (at.isBefore(begins) && !acted) {
      return new Next.NotYet(Optional.of(begins), "it is owed from " + begins + " on");
    }
    Next next = ItemWork.next(s, node, at);
    boolean again =
        next instanceof Next.Automatic automatic
            && automatic.event() instanceof RunEvent.Turned turned
            && !turned.status().good();
    return again && full(s)
        ? new Next.NotYet(Optional.empty(), "the run has too many events to try it again")
        : next;
  }

  /** When work on it begins: a message that nobody writes is sent just in time. */
  private static Instant begins(Obligation o, OwedRound round) {
    boolean inTime = o.byItself() && o.term().between().isEmpty();
    boolean again = !o.term().every().isZero() || o.item() instanceof Item.Message;
    if (!inTime || !again) {
      return round.opens();
    }
    Duration tenth = Duration.between(round.opens(), round.due()).dividedBy(10);
    Instant just = round.due().minus(tenth.compareTo(LEAD_MAX) > 0 ? LEAD_MAX : tenth);
    return just.isBefore(round.opens()) ? round.opens() : just;
  }

  // --- what follows by itself ---

  /** The next events; empty when nothing more is to say. */
  static List<RunEvent> next(RunState s, Instant at) {
    if (s.plan().owed().isEmpty()) {
      return List.of();
    }
    Owed owed = new Owed(s, at);
    for (Node node : s.plan().owed()) {
      List<RunEvent> next = owed.next(node);
      if (!next.isEmpty()) {
        return next;
      }
    }
    return List.of();
  }

  private List<RunEvent> next(Node node) {
    Obligation o = obligation(s, node);
    ItemState item = s.item(node.key());
    Optional<OwedRound> round = s.owed(node.key());
    boolean open = round.isPresent() && !item.status.ended();
    if (OwedTerm.isOver(s, o, at)) {
      boolean flies = item.act.filter(Owed::flies).isPresent();
      boolean unseen = // it began and was over while nobody looked
          round.isEmpty()
              && OwedTerm.of(s, o).filter(b -> !OwedTerm.isOver(s, o, b.from())).isPresent();
      return !open
          ? unseen ? begin(node.key(), o) : List.of()
          : flies
              ? moved(node)
              : List.of(new RunEvent.Turned(node.key(), ItemStatus.NOT_APPLICABLE, overText(o)));
    }
    if (round.isEmpty()) {
      return begin(node.key(), o);
    }
    if (!open) {
      boolean once = o.term().every().isZero() || full(s);
      return once ? List.of() : again(node.key(), o, round.get());
    }
    List<RunEvent> told = told(node.key(), o, round.get());
    return told.isEmpty() ? moved(node) : told;
  }

  private static boolean flies(ActState act) {
    return act.status() == ActState.Status.INTENDED || act.status() == ActState.Status.BEGUN;
  }

  private static String overText(Obligation o) {
    return "no more is owed: "
        + o.term().until().map(until -> until.anchor() + " was reached").orElse("");
  }

  private List<RunEvent> begin(String key, Obligation o) {
    return OwedTerm.counts(s, o)
        ? OwedTerm.of(s, o)
            .filter(begins -> !at.isBefore(begins.from()))
            .<List<RunEvent>>map(
                begins -> List.of(new RunEvent.Owing(key, 1, begins.opens(), begins.due())))
            .orElse(List.of())
        : List.of();
  }

  private List<RunEvent> again(String key, Obligation o, OwedRound round) {
    Instant last = s.item(key).endedAt.orElse(at);
    return OwedTerm.from(s, o, last)
        .<List<RunEvent>>map(
            next -> List.of(new RunEvent.Owing(key, round.number() + 1, next.opens(), next.due())))
        .orElse(List.of());
  }

  private List<RunEvent> told(String key, Obligation o, OwedRound round) {
    if (at.isAfter(round.due()) && !round.late()) {
      return overdue(key, o, round);
    }
    boolean reminded = reminder(s, o, round).filter(t -> !at.isBefore(t)).isPresent();
    if (!reminded) {
      return List.of();
    }
    String text =
        "\""
            + o.title()
            + "\" is owed by "
            + o.owner()
            + (round.late() ? ", and was due at " : ", due at ")
            + round.due();
    return List.of(
        new RunEvent.Reminded(key, round.number(), text), noticed("remind", List.of(), text));
  }

  private static List<RunEvent> overdue(String key, Obligation o, OwedRound round) {
    String text = "\"" + o.title() + "\" is overdue: " + o.owner() + " owed it by " + round.due();
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.Late(key, round.due(), text));
    Obligation.Telling telling = o.telling();
    if (!telling.page().isEmpty() || telling.tell().isEmpty()) {
      events.add(noticed("page", telling.page(), text));
    }
    if (!telling.tell().isEmpty()) {
      events.add(noticed("notify", telling.tell(), text));
    }
    return events;
  }

  private static RunEvent noticed(String deed, List<String> to, String text) {
    return new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, deed, to, text);
  }

  /** When its owner is told of it next: when it may be met first, and then ever again. */
  private static Optional<Instant> reminder(RunState s, Obligation o, OwedRound round) {
    if (o.byItself() || full(s)) {
      return Optional.empty();
    }
    Duration every = o.telling().remind();
    Optional<Instant> opens = Optional.of(round.opens()).filter(round.toldAt()::isBefore);
    Optional<Instant> next =
        every.isZero() ? Optional.empty() : Optional.of(round.toldAt().plus(every));
    return Stream.of(opens, next).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** What an owed line does by itself: nothing ends it but that it is met. */
  private List<RunEvent> moved(Node node) {
    ItemState item = s.item(node.key());
    Optional<ActState> lost =
        item.act
            .filter(act -> act.status() == ActState.Status.INTENDED)
            .filter(act -> !at.isBefore(act.act().landsUntil()));
    if (lost.isPresent()) {
      return List.of(
          new RunEvent.Ended(
              node.key(),
              lost.get().act().op(),
              Ending.UNKNOWN,
              "nobody told how it ended",
              Optional.empty()));
    }
    Next next = next(node, s.owed(node.key()).orElseThrow());
    if (!(next instanceof Next.Automatic automatic)) {
      return List.of();
    }
    return automatic.event() instanceof RunEvent.Turned turned && !turned.status().good()
        ? List.of(new RunEvent.RetryPlanned(node.key(), at.plus(wait(item.tries)), turned.reason()))
        : List.of(automatic.event());
  }

  private static Duration wait(int tries) {
    return tries < QUICK_TRIES ? Backoff.after(tries) : tries < STEADY_TRIES ? AGAIN : SELDOM;
  }

  /** The moments at which something follows by itself. */
  static Stream<Instant> moments(RunState s) {
    if (s.plan().owed().isEmpty() || s.phase == Phase.QUEUED) {
      return Stream.empty();
    }
    return s.plan().owed().stream().flatMap(node -> moments(s, node)).distinct();
  }

  private static Stream<Instant> moments(RunState s, Node node) {
    Obligation o = obligation(s, node);
    Optional<OwedRound> round = s.owed(node.key());
    ItemState item = s.item(node.key());
    List<Instant> moments = new ArrayList<>();
    if (round.isEmpty()) {
      OwedTerm.of(s, o)
          .filter(begins -> OwedTerm.counts(s, o) && !OwedTerm.isOver(s, o, begins.from()))
          .ifPresent(begins -> moments.add(begins.from()));
    } else if (!item.status.ended()) {
      if (!round.get().late()) {
        moments.add(round.get().due().plusMillis(1));
      }
      reminder(s, o, round.get()).ifPresent(moments::add);
      moments.removeIf(moment -> OwedTerm.isOver(s, o, moment)); // nobody is told of it then
      item.act
          .filter(act -> act.status() == ActState.Status.INTENDED)
          .ifPresent(act -> moments.add(act.act().landsUntil()));
      o.term()
          .until()
          .filter(until -> item.act.filter(Owed::flies).isEmpty()) // else the act's end is awaited
          .flatMap(until -> Moments.at(s, until, false))
          .ifPresent(moments::add);
    }
    return moments.stream();
  }

  // --- people ---

  /** Whether a closed run that owes something takes this command. */
  static boolean takes(RunCommand command) {
    return switch (command) {
      case RunCommand.Tick c -> true;
      case RunCommand.Answer c -> isKey(c.key());
      case RunCommand.Intend c -> isKey(c.key());
      case RunCommand.Begin c -> isKey(c.key());
      case RunCommand.End c -> isKey(c.key());
      case RunCommand.Fill c -> isKey(c.key());
      case RunCommand.Sign c -> isKey(c.key());
      case RunCommand.Skip c -> isKey(c.key());
      case RunCommand.Comment c -> isKey(c.key());
      case RunCommand.Attach c -> isKey(c.key());
      case RunCommand.Recheck c -> isKey(c.key());
      case RunCommand.Reopen c -> isKey(c.key());
      case RunCommand.AsSeen c -> takes(c.command());
      default -> false;
    };
  }

  /** Why these values do not meet what is owed; empty when they may. */
  static Optional<String> refusal(RunState s, String key, Map<String, Object> values) {
    Optional<Obligation> o = s.plan().obligation(key).filter(Obligation::books);
    Optional<OwedRound> round = s.owed(key);
    if (o.isEmpty() || round.isEmpty() || !(o.get().item() instanceof Item.Record record)) {
      return Optional.empty();
    }
    Obligation.Between between = o.get().term().between().orElseThrow();
    Instant first = round.get().due();
    Instant last = first.plus(between.last()).minus(between.first());
    return record.form().fields().stream()
        .filter(field -> field.type() == Form.Type.TIME && values.containsKey(field.name()))
        .filter(field -> {
          Optional<Instant> held = time(String.valueOf(values.get(field.name())));
          return held.isEmpty() || held.get().isBefore(first) || held.get().isAfter(last);
        })
        .findFirst()
        .map(field ->
            "\""
                + field.name()
                + "\" lies between "
                + first
                + " and "
                + last
                + " ("
                + Span.text(between.first())
                + " to "
                + Span.text(between.last())
                + " after "
                + o.get().term().from().anchor()
                + ")");
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
