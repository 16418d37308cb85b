package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.LastGood;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Request;
import dev.holddown.engine.Scopes;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.view.Chronicle;
import dev.holddown.view.FreezeCalendar;
import dev.holddown.view.OwedList;
import dev.holddown.view.ProofView;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.StatusView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers every request, whether it came over the socket or from this process. Without an engine it
 * answers only what reads. Callers are platform threads, since it reads the store.
 */
public final class Desk {
  private static final int CLOSED_SHOWN = 5;

  /** Runs that are read from the log for a list; older ones are told from the index alone. */
  private static final int FOLDED_MAX = 100;

  private static final int RUNS_MAX = 500;
  private static final int RUNS_LISTED_MAX = 100;

  private final Opened opened;
  private final Optional<Mail> mail;
  private final Means means;
  private final KeepingDesk keeping;
  private final Folds folds;
  private final Orders orders;
  private final Posting posting;
  private final PermitDesk permits;
  private final BoardAsks boards;
  private final IncidentDesk incidents;
  private final LogDesk logs;
  private final Handoffs handoffs;
  private final Entries entries;

  /** What it needs beside the data. */
  public record Means(PlaybookCodec codec, Conditions conditions, InstantSource clock) {}

  private Desk(Opened opened, Optional<Mail> mail, Means means) {
    this.opened = opened;
    this.mail = mail;
    this.means = means;
    this.keeping = new KeepingDesk(opened);
    this.folds = new Folds(opened, means.codec(), keeping::erasures);
    this.orders = new Orders(means.codec());
    this.posting = new Posting(mail, this::must);
    this.boards = new BoardAsks(opened);
    this.permits = new PermitDesk(opened, means.clock());
    this.incidents = new IncidentDesk(opened, means.clock(), this::state, this::post);
    this.logs = new LogDesk(opened, this::state, digest -> folds.loader().plan(digest));
    this.entries = new Entries(opened.store());
    this.handoffs = new Handoffs(opened, logs, this::must, incidents);
  }

  /** A run as the engine has it; nothing where it knows more names than may be shown. */
  private Optional<RunState> here(String run) {
    return folds.hide() ? Optional.empty() : mail.flatMap(m -> m.state(run));
  }

  /** In front of an engine. */
  public static Desk of(Hosted hosted, Means means) {
    return new Desk(hosted, Optional.of(hosted.mail()), means);
  }

  /** In front of a store alone. */
  public static Desk reading(Opened opened, Means means) {
    return new Desk(opened, Optional.empty(), means);
  }

  /**
   * The answer to a request.
   *
   * @throws Refused with a sentence
   */
  public Object answer(Ask ask) {
    return switch (ask.verb()) {
      case "ping" ->
          new Answers.Pong(
              ProcessHandle.current().pid(), opened.store().open().size(), opened.place());
      case "status" -> status(ask.flag("all"));
      case "owed" -> owed();
      case "show" -> show(ask.must("run"));
      case "governance" -> entries.governance(ask.number("after", 0));
      case "log" -> entries.page(ask.must("run"), ask.number("after", 0));
      case "backup" -> opened.backup(java.nio.file.Path.of(ask.must("to")));
      case "verify" -> opened.store().verify();
      case "card" -> card(ask.must("run"));
      case "evidence" -> evidence(ask.must("digest"));
      case "scope" -> scope(ask);
      case "may-i-deploy" ->
          new Clearance(opened.store(), this::show).answer(ask, permits, this::must);
      default ->
          permits
              .answer(ask, this::must)
              .or(() -> boards.answer(ask))
              .or(() -> keeping.answer(ask, means.clock().instant()))
              .or(() -> incidents.answer(ask))
              .or(() -> logs.answer(ask))
              .or(() -> handoffs.answer(ask, this::atRest))
              .orElseGet(() -> order(ask));
    };
  }

  // --- reading ---

  private StatusView status(boolean all) {
    List<StatusView.Line> lines = new ArrayList<>();
    int folded = 0;
    for (EventStore.IndexRow row : opened.store().open().reversed()) {
      Optional<RunState> here = here(row.run());
      if (here.isEmpty() && folded < FOLDED_MAX) {
        folded++;
        lines.add(folded(row));
      } else {
        lines.add(here.map(s -> StatusView.line(view(s))).orElse(StatusView.line(row)));
      }
    }
    opened.store().runs(RUNS_MAX).stream()
        .filter(row -> !row.outcome().isEmpty())
        .limit(all ? RUNS_LISTED_MAX : CLOSED_SHOWN)
        .forEach(row -> lines.add(StatusView.line(row)));
    return new StatusView(List.copyOf(lines), means.clock().instant());
  }

  /** A line from the log; what cannot be read is said, and hides no other run. */
  private StatusView.Line folded(EventStore.IndexRow row) {
    try {
      return folds
          .loader()
          .load(row.run())
          .map(s -> StatusView.line(view(s)))
          .orElse(StatusView.line(row));
    } catch (RuntimeException e) {
      return StatusView.unreadable(row, String.valueOf(e.getMessage()));
    }
  }

  /** A run as it stands. */
  public RunView show(String run) {
    return view(must(run));
  }

  /** A run as it stands, from memory or from the log. */
  Optional<RunState> at(EventStore.IndexRow row) {
    return here(row.run()).or(() -> folds.loader().load(row.run(), row.version()));
  }

  /** The open runs, newest first; those beyond the limit are left out. */
  public List<RunView> open(int max) {
    return opened.store().open().reversed().stream()
        .limit(max)
        .flatMap(row -> at(row).stream())
        .filter(state -> !state.closed())
        .map(this::view)
        .toList();
  }

  /** What the runs owe, overdue first. */
  public OwedList owed() {
    return OwedDesk.list(opened.store(), this, means.clock().instant());
  }

  /** The runs that closed last, newest first, from the index alone. */
  public List<EventStore.IndexRow> closed(int max) {
    return opened.store().runs(RUNS_MAX).stream()
        .filter(row -> !row.outcome().isEmpty())
        .limit(max)
        .toList();
  }

  /** The books of all runs. */
  public LogDesk logs() {
    return logs;
  }

  /** The events of a run, and of what was decided for all runs. */
  public Entries entries() {
    return entries;
  }

  /** The freezes that hold now, wherever. */
  public List<Freeze.InForce> freezes() {
    return permits.inForce();
  }

  /** The freezes between two moments, and those that hold now. */
  public FreezeCalendar calendar(Instant from, Instant to) {
    return permits.calendar(from, to);
  }

  /** The moment that views are of. */
  public Instant now() {
    return means.clock().instant();
  }

  /** The position of the newest event of the log. */
  public long head() {
    return opened.store().head();
  }

  /** What the events of a run tell beyond its view. */
  public Chronicle chronicle(String run) {
    return folds.chronicles().of(opened.store(), run);
  }

  /** A run with all that a page shows. */
  public RunSheet sheet(String run) {
    RunState state = must(run);
    Map<String, List<Reading>> readings = new LinkedHashMap<>();
    for (String watch : state.plan().watches().keySet()) {
      readings.put(
          watch,
          opened.store().samples(run, watch, state.startedAt()).stream()
              .map(EventStore.Sample::reading)
              .toList());
    }
    return RunSheet.of(state, view(state), folds.chronicles().of(opened.store(), run), readings);
  }

  RunView view(RunState state) {
    boolean looks = !state.plan().watches().isEmpty();
    return RunView.of(state, now(), looks ? opened.store().latest(state.head().run()) : List.of());
  }

  /** As it stood at its last event, so that it is the same whenever it is looked at. */
  private RunView atRest(RunState state) {
    return RunView.of(state, state.lastAt(), opened.store().latest(state.head().run()));
  }

  /** A picture, and what tells whether the next one differs by more than the time. */
  Frame frame(String run) {
    RunState state = must(run);
    List<EventStore.Sample> latest = opened.store().latest(run);
    StringBuilder key = new StringBuilder().append(state.version());
    latest.forEach(sample -> key.append('|').append(sample.reading().at()));
    return new Frame(RunView.of(state, means.clock().instant(), latest), key.toString());
  }

  record Frame(RunView view, String key) {}

  private Optional<RunState> state(String run) {
    return here(run).or(() -> folds.loader().load(run));
  }

  /** The incident by which incident mode is on; empty while it is off. */
  public Optional<Incident> incident() {
    return incidents.incidents().on();
  }

  /**
   * The record of an incident for somebody who may not see every run: what stands in the records of
   * others is not told.
   */
  public Map<String, String> incidentRecord(String id, Predicate<String> sees) {
    return incidents.record(id, sees);
  }

  private RunState must(String run) {
    return state(run).orElseThrow(() -> missing(run));
  }

  private Refused missing(String run) {
    return entries.missing(run);
  }

  /** What a run is about, as {@code service/environment}. */
  public String lock(String run) {
    return lockOf(run).orElseThrow(() -> missing(run));
  }

  /** The same; empty when there is no such run. */
  public Optional<String> lockOf(String run) {
    return opened.store().find(run).map(EventStore.IndexRow::lock);
  }

  /** How many events a run has. */
  public long version(String run) {
    return must(run).version();
  }

  /** What an item's status rests on. */
  public ProofView proof(String run, String key) {
    return ProofView.of(must(run), key);
  }

  private Answers.Text card(String run) {
    must(run);
    return new Answers.Text(
        opened
            .card(run)
            .map(text -> keeping.mask().shown(text))
            .orElseThrow(() ->
                new Refused(
                    Refused.Why.MISSING,
                    "run "
                        + run
                        + " has no rollback card: its way back has not been frozen, or its"
                        + " playbook has none")));
  }

  private Answers.Evidence evidence(String text) {
    String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    String whole = hex.matches("[0-9a-f]{64}") ? hex : Unknown.wholeDigest(hex, opened.store());
    byte[] bytes =
        opened
            .blobs()
            .get(new Digest(whole))
            .orElseThrow(() -> new Refused(Refused.Why.MISSING, keeping.gone(whole)));
    byte[] shown = keeping.shown(whole, bytes);
    return new Answers.Evidence(whole, Base64.getEncoder().encodeToString(shown));
  }

  /** What expressions would see at the start of a run that is only planned. */
  private Answers.Scope scope(Ask ask) {
    RunState state = orders.planned(ask, means.clock().instant());
    LastGood lastGood = new LastGood(opened.store());
    Map<String, Object> scope =
        new Scopes(means.conditions(), lastGood).of(state, means.clock().instant());
    lastGood.of(state.head()).ifPresent(good -> scope.put("last_good", good));
    return new Answers.Scope(scope);
  }

  /** What a run will do, and with which values it would be filled in now. */
  public record Planned(Plan plan, Map<String, Object> scope) {}

  /** What is planned for a run. */
  public Planned planned(String run) {
    RunState state = must(run);
    Scopes scopes = new Scopes(means.conditions(), new LastGood(opened.store()));
    return new Planned(state.plan(), scopes.of(state, means.clock().instant()));
  }

  // --- acting ---

  private Request.Reply order(Ask ask) {
    if (ask.verb().equals("attach-file")) {
      posting.mustBeOpen(ask.must("run"));
      return post(orders.read(FileIntake.kept(ask, opened.blobs()), this::closed));
    }
    return post(orders.read(ask, this::closed));
  }

  private Request.Reply post(Request request) {
    return posting.post(request);
  }

  private boolean closed(String run) {
    return must(run).closed();
  }

  /** A person, by the name that the request gives. */
  static Actor actor(Ask ask) {
    return Actor.person(ask.must("as"));
  }
}
