package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from the state without anybody's doing: one decision at a time, until none is left.
 */
final class Progress {
  private final RunState s;
  private final Instant at;
  private final Map<String, Instant> lastOk;

  private final Run.Moment moment;

  private Progress(RunState s, Run.Moment moment, Map<String, Instant> lastOk) {
    this.s = s;
    this.at = moment.at();
    this.moment = moment;
    this.lastOk = lastOk;
  }

  /** The next events; empty when the state is at rest. */
  static List<RunEvent> next(RunState s, Run.Moment moment, Map<String, Instant> lastOk) {
    return new Progress(s, moment, lastOk).next();
  }

  private List<RunEvent> next() {
    if (s.phase == Phase.QUEUED || s.closed() && !Owed.open(s)) {
      return List.of();
    }
    Optional<RunEvent> told =
        moment
            .house()
            .here()
            .incident()
            .filter(incident -> s.permits.incident().filter(incident::equals).isEmpty())
            .map(PermitEvent.IncidentTold::new);
    if (told.isPresent()) {
      return List.of(told.get());
    }
    List<RunEvent> owed = Owed.next(s, at);
    if (!owed.isEmpty() || s.closed()) {
      return owed;
    }
    List<RunEvent> waivers = Waivers.next(s, moment.house(), at);
    if (!waivers.isEmpty()) {
      return waivers;
    }
    List<RunEvent> escalated = WayBack.escalated(s, at);
    if (!escalated.isEmpty()) {
      return escalated;
    }
    Optional<RunEvent> voided = Signing.voided(s, at);
    if (voided.isPresent()) {
      return List.of(voided.get());
    }
    List<RunEvent> goesOn = Deferral.over(s, at);
    if (!goesOn.isEmpty()) {
      return goesOn;
    }
    List<RunEvent> late = Due.late(s, at);
    if (!late.isEmpty()) {
      return late;
    }
    List<RunEvent> arming = Arming.next(s, at);
    if (!arming.isEmpty()) {
      return arming;
    }
    List<RunEvent.Fired> delayed = Triggers.delayed(s, at);
    if (!delayed.isEmpty()) {
      return List.of(delayed.getFirst());
    }
    return switch (s.phase) {
      case FORWARD -> forward();
      case ROLLING_BACK -> back();
      case ABORTING -> aborting();
      case WATCHING -> watching();
      case QUEUED, CLOSED -> List.of();
    };
  }

  // --- forward ---

  private List<RunEvent> forward() {
    if (s.head.mode() == RunHead.Mode.ROLLBACK) {
      // declined: it is proposed again when a person resumes the run, not before
      boolean declined = s.held.isPresent() && s.proposal.isEmpty();
      return s.item(Preparations.WAY_BACK).status == ItemStatus.PASSED && !declined
          ? WayBack.start(s, moment, "", "run " + s.head.linkedTo().orElse("?") + " is taken back")
          : List.of();
    }
    boolean approved = WayBack.approval(s).isPresent() && WayBack.approved(s);
    if (s.proposal.isPresent() && approved) {
      return WayBack.decided(s, s.proposal.get());
    }
    if (s.held.isPresent()) {
      return List.of();
    }
    Optional<Stage> stage = Walk.stage(s);
    return stage.isPresent() ? stage(stage.get()) : ended();
  }

  private List<RunEvent> stage(Stage stage) {
    if (s.place(stage.id()).openedAt().isEmpty()) {
      return Due.shut(s, stage, at).isPresent()
          ? List.of()
          : List.of(new RunEvent.StageOpened(stage.id()));
    }
    Optional<RunEvent> again = Walk.openAgain(s, s.plan().stage(stage.id()));
    if (again.isPresent()) {
      return List.of(again.get());
    }
    List<Walk.Working> working = Walk.working(s, at);
    List<RunEvent> moved = items(working);
    if (!moved.isEmpty()) {
      return moved;
    }
    boolean over = Walk.allOver(s, s.plan().stage(stage.id()));
    if (over && Overtaken.waits(s, stage, at)) {
      return List.of();
    }
    List<RunEvent> provedAgain = over ? Overtaken.again(s, stage) : List.of();
    if (!provedAgain.isEmpty()) {
      return provedAgain;
    }
    boolean stuck = !working.isEmpty() && working.stream().allMatch(w -> stuck(w.next()));
    if (over && stage.gate().isEmpty()) {
      return EvidenceLedger.missing(s, stage.id()).isEmpty()
          ? List.of(new RunEvent.StageClosed(stage.id()))
          : List.of();
    }
    if (over) {
      return gate(stage);
    }
    boolean known = stuck && !Preparations.measuring(s);
    return known ? decided(stage, GoNoGo.of(s, stage.id())) : List.of();
  }

  private static boolean stuck(Next next) {
    return next instanceof Next.Nothing
        || next instanceof Next.NotYet notYet && notYet.until().isEmpty()
        || next instanceof Next.Children
        || next instanceof Next.Blocked;
  }

  /** The first thing an item does by itself: it opens, turns, or its bake is over. */
  private List<RunEvent> items(List<Walk.Working> working) {
    List<RunEvent> opened = new ArrayList<>();
    for (Walk.Working w : working) {
      if (w.next() instanceof Next.NotYet) {
        continue;
      }
      ItemState state = s.item(w.node().key());
      if (state.openedAt.isEmpty()) {
        // thousands may open at once: one look at all of them for each would be too many
        opened.add(new RunEvent.Opened(w.node().key()));
        if (rests(w.next())) {
          continue;
        }
        return opened;
      }
      if (!opened.isEmpty() && !rests(w.next())) {
        return opened;
      }
      if (w.next() instanceof Next.Automatic automatic) {
        return List.of(automatic.event());
      }
      if (w.next() instanceof Next.Bake && Baking.over(s, w.node(), lastOk, at)) {
        Duration needed = Baking.needed(w.node(), state);
        return List.of(
            new RunEvent.BakePassed(
                w.node().key(), state.step, Span.text(needed) + " covered by good samples"));
      }
    }
    return opened;
  }

  /** Whether the item waits for somebody else before it does anything by itself. */
  private static boolean rests(Next next) {
    return next instanceof Next.Ask
        || next instanceof Next.Perform
        || next instanceof Next.UnderWay
        || next instanceof Next.LookAfter
        || next instanceof Next.Person
        || next instanceof Next.Await
        || next instanceof Next.Nothing
        || next instanceof Next.Blocked;
  }

  private List<RunEvent> gate(Stage stage) {
    List<RunEvent> stale = Freshness.stale(s, stage, at);
    if (!stale.isEmpty()) {
      return stale;
    }
    GoNoGo verdict = GoNoGo.of(s, stage.id());
    if (!verdict.go()) {
      return Preparations.measuring(s) ? List.of() : decided(stage, verdict);
    }
    Optional<SignRule> rule = Walk.leftOut(s, stage) ? Optional.empty() : stage.gate().get().sign();
    String key = Signing.gateKey(stage.id());
    if (rule.isPresent() && !SignRules.satisfied(rule.get(), s.item(key).signatures)) {
      return List.of();
    }
    Optional<Freeze.InForce> freeze = Freezing.stops(s, moment.house(), at);
    if (freeze.isPresent()) {
      return Freezing.met(s, freeze.get(), Signing.gateKey(stage.id()));
    }
    List<RunEvent> go = new ArrayList<>(decided(stage, verdict));
    go.add(new RunEvent.StageClosed(stage.id()));
    return go;
  }

  /** Said once: the same sentence is not decided twice. */
  private List<RunEvent> decided(Stage stage, GoNoGo verdict) {
    RunState.PlaceState place = s.place(stage.id());
    boolean said =
        place.go().filter(g -> g == verdict.go()).isPresent()
            && place.sentence().equals(verdict.sentence());
    return said
        ? List.of()
        : List.of(new RunEvent.GateDecided(stage.id(), verdict.go(), verdict.sentence()));
  }

  private List<RunEvent> ended() {
    List<RunEvent> owed = items(Walk.working(s, at));
    if (!owed.isEmpty() || !Undo.over(s)) {
      return owed;
    }
    if (s.late.until().isAfter(at) || !Children.open(s).isEmpty()) {
      return List.of();
    }
    boolean looking = s.watches.values().stream().anyMatch(w -> w.armed);
    return looking
        ? List.of(new RunEvent.WatchingBegan(s.head.lock()))
        : List.of(new RunEvent.Closed(Outcome.SUCCEEDED, Sentences.succeeded(s)));
  }

  private List<RunEvent> watching() {
    boolean looking = s.watches.values().stream().anyMatch(w -> w.armed);
    return looking
        ? List.of()
        : List.of(new RunEvent.Closed(Outcome.SUCCEEDED, Sentences.succeeded(s)));
  }

  // --- back ---

  private List<RunEvent> back() {
    boolean landing = Flights.landing(s, at) || s.others.until().isAfter(at);
    if (s.reproofNeeded && !s.reproved && !landing) {
      // not only at the end: a proof may wait for what a forward act undid behind its back
      return List.of(
          new RunEvent.ReproofBegan(
              "a forward act was in flight when the rollback began; each proof is asked once"
                  + " more"));
    }
    for (RollbackPlan.Phase phase : Walk.phases(s)) {
      RunState.PlaceState place = s.place(phase.id());
      if (place.openedAt().isEmpty()) {
        return List.of(new RunEvent.PhaseOpened(phase.id()));
      }
      Optional<Instant> due = Due.of(s, phase);
      if (due.filter(at::isAfter).isPresent() && !place.overdue()) {
        return overdue(phase);
      }
    }
    for (RollbackPlan.Phase phase : Walk.phases(s)) {
      Optional<RunEvent> again = Walk.openAgain(s, s.plan().phase(phase.id()));
      if (again.isPresent()) {
        return List.of(again.get());
      }
    }
    List<RunEvent> moved = items(Walk.working(s, at));
    if (!moved.isEmpty()) {
      return moved.stream().map(this::retriedOnTheWayBack).toList();
    }
    for (RollbackPlan.Phase phase : Walk.phases(s)) {
      List<Node> nodes = s.plan().phase(phase.id());
      if (nodes.stream().allMatch(n -> Walk.over(s, n))) {
        boolean proved = nodes.stream().allMatch(n -> proved(n));
        return List.of(new RunEvent.PhaseClosed(phase.id(), proved));
      }
    }
    return Walk.phases(s).isEmpty() ? backEnded() : List.of();
  }

  /** A message that could not be sent does not unprove a phase. */
  private boolean proved(Node node) {
    return node.gathers()
        ? node.branches().getFirst().stream().allMatch(this::proved)
        : s.item(node.key()).status.good() || node.item() instanceof Item.Message;
  }

  /** What is not so, or could not be told, is asked again on the way back, not given up. */
  private RunEvent retriedOnTheWayBack(RunEvent event) {
    if (event instanceof RunEvent.Turned turned && notGood(turned)) {
      Optional<Node> node = s.plan().node(turned.key());
      if (node.filter(Progress::asksTheWorld).isPresent()) {
        int tries = s.item(turned.key()).tries;
        return new RunEvent.RetryPlanned(
            turned.key(), at.plus(Backoff.after(tries)), turned.reason());
      }
    }
    return event;
  }

  private static boolean asksTheWorld(Node node) {
    return switch (node.item()) {
      case Item.Message message -> false;
      case Item.Signoff signoff -> false;
      case Item.Check check -> check.probe().isPresent();
      default -> true;
    };
  }

  private static boolean notGood(RunEvent.Turned turned) {
    return turned.status().ended()
        && !turned.status().good()
        && turned.status() != ItemStatus.SKIPPED;
  }

  private List<RunEvent> overdue(RollbackPlan.Phase phase) {
    String text =
        "rollback phase \""
            + phase.title()
            + "\" is not done "
            + (Due.byMoment(s, phase)
                ? "by its due time"
                : "after its " + Span.text(phase.timeBox()))
            + "; it is tried on";
    return List.of(
        new RunEvent.PhaseOverdue(phase.id(), text),
        new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, "page", List.of(), text));
  }

  private List<RunEvent> backEnded() {
    if (Flights.landing(s, at)) {
      return List.of();
    }
    if (!Undo.over(s) || s.late.until().isAfter(at)) {
      return List.of();
    }
    boolean proved =
        s.plan().rollbackPhases().stream()
            .flatMap(p -> s.plan().phase(p.id()).stream())
            .allMatch(this::proved);
    return List.of(
        new RunEvent.Closed(
            proved ? Outcome.ROLLED_BACK : Outcome.GAVE_UP, Sentences.rolledBack(s, proved, at)));
  }

  // --- abort ---

  private List<RunEvent> aborting() {
    boolean landing = Flights.landing(s, at) || s.late.until().isAfter(at);
    return landing
        ? List.of()
        : List.of(new RunEvent.Closed(Outcome.ABORTED, Sentences.aborted(s)));
  }
}
