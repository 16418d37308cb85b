package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Freezing;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.PlaybookDiff;
import dev.holddown.playbooks.WorkspaceContent;
import dev.holddown.view.FreezeCalendar;
import dev.holddown.view.PermitsView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Answers what is asked about permits, freezes and the workspace, and reads such orders. */
final class PermitDesk {
  /** How long an override holds that does not say so. */
  private static final Duration OVERRIDE = Duration.ofHours(4);

  private final Opened opened;
  private final InstantSource clock;
  private volatile Governance known = Governance.empty();

  PermitDesk(Opened opened, InstantSource clock) {
    this.opened = opened;
    this.clock = clock;
  }

  /** An answer that changes nothing; empty when it is asked for something else. */
  Optional<Object> answer(Ask ask, Function<String, RunState> state) {
    Instant now = clock.instant();
    return Optional.ofNullable(
        switch (ask.verb()) {
          case "freezes" -> PermitsView.freezes(governance(), documents(), now);
          case "exceptions" -> PermitsView.exceptions(governance(), documents(), now);
          case "policies" -> PermitsView.policies(governance(), documents(), now);
          case "delegations" -> PermitsView.delegations(governance(), now);
          case "permits" -> PermitsView.ofRun(state.apply(ask.must("run")), now);
          case "workspace" -> workspace();
          case "diff" -> diff(state.apply(ask.must("run")));
          default -> null;
        });
  }

  /** Which freeze keeps a service from being deployed now; empty when none does. */
  Optional<String> frozen(String service, String environment) {
    return Freeze.inForce(
            governance().house(documents()).freezes(), service, environment, clock.instant())
        .stream()
        .findFirst()
        .map(Freezing::told);
  }

  /** The same with the rows that let its failing lines through, or would. */
  Answers.Clearance excused(Answers.Clearance clearance, Function<String, RunState> state) {
    if (clearance.items().isEmpty()) {
      return clearance;
    }
    PermitsView.Exceptions rows =
        PermitsView.exceptions(governance(), documents(), clock.instant());
    return new Answers.Clearance(
        clearance.answer(),
        clearance.reason(),
        clearance.run(),
        clearance.items(),
        ExceptionLinks.of(clearance.items(), state.apply(clearance.run()), rows));
  }

  /** Read anew only when it grew: every page asks which freezes hold. */
  private Governance governance() {
    long version = opened.store().find(Governance.LOG).map(EventStore.IndexRow::version).orElse(0L);
    Governance last = known;
    if (last.version() != version) {
      last = GovernanceLog.read(opened.store());
      known = last;
    }
    return last;
  }

  /** The freezes that hold now, wherever. */
  List<Freeze.InForce> inForce() {
    Instant now = clock.instant();
    return governance().house(documents()).freezes().stream()
        .flatMap(freeze -> freeze.at(now).stream())
        .toList();
  }

  /** All freezes with their times between two moments. */
  FreezeCalendar calendar(Instant from, Instant to) {
    Map<String, Instant> ended = new LinkedHashMap<>();
    for (EventStore.Stored event : opened.store().read(Governance.LOG)) {
      if (event.entry().event() instanceof GovernanceEvent.FreezeEnded e) {
        ended.put(e.id(), event.entry().at());
      }
    }
    List<FreezeCalendar.Known> all = new ArrayList<>();
    documents().freezes().forEach(f -> all.add(FreezeCalendar.Known.ofFile(f)));
    governance()
        .freezes()
        .forEach((id, begun) ->
            all.add(
                new FreezeCalendar.Known(
                    begun.freeze(), begun.by(), Optional.ofNullable(ended.get(id)))));
    return FreezeCalendar.of(all, clock.instant(), new FreezeCalendar.Window(from, to));
  }

  private Optional<WorkspaceKeeper> keeper() {
    return opened instanceof Hosted hosted ? hosted.workspace() : Optional.empty();
  }

  private Documents documents() {
    return keeper().map(WorkspaceKeeper::documents).orElse(Documents.none());
  }

  private Answers.Workspace workspace() {
    return keeper()
        .map(k -> {
          WorkspaceKeeper.Standing s = k.standing();
          return new Answers.Workspace(
              s.inForce(),
              k.content().map(c -> List.copyOf(c.files().keySet())).orElse(List.of()),
              s.pending(),
              s.problems().stream().map(Object::toString).toList(),
              s.waits());
        })
        .orElse(new Answers.Workspace("", List.of(), "", List.of(), ""));
  }

  /** The playbook that a run is run from, beside the one of its id that is in force. */
  private Answers.Diff diff(RunState run) {
    Playbook before = run.plan().playbook();
    Optional<Playbook> now =
        keeper()
            .flatMap(WorkspaceKeeper::content)
            .map(WorkspaceContent::playbooks)
            .flatMap(
                all -> all.values().stream().filter(p -> p.id().equals(before.id())).findFirst());
    List<PlaybookDiff.Change> changes =
        now.map(present -> PlaybookDiff.between(before, present)).orElse(List.of());
    return new Answers.Diff(run.head().run(), before.id(), now.isPresent(), changes);
  }

  // --- orders ---

  /** What is wanted; empty when it is something else. */
  static Optional<Request> read(Ask ask) {
    return ofRun(ask).or(() -> ofAll(ask));
  }

  private static Optional<Request> ofRun(Ask ask) {
    Actor actor = Actor.person(ask.text("as"));
    return switch (ask.verb()) {
      case "waive" -> Optional.of(new Request.ForRun(ask.must("run"), waive(ask), actor));
      case "override" -> Optional.of(new Request.ForRun(ask.must("run"), override(ask), actor));
      case "sign" ->
          ask.text("for").isBlank()
              ? Optional.empty()
              : Optional.of(
                  new Request.ForRun(
                      ask.must("run"),
                      new PermitCommand.SignFor(
                          ask.must("key"),
                          ask.must("role"),
                          ask.text("for"),
                          ask.text("comment"),
                          ask.text("method")),
                      actor));
      default -> Optional.empty();
    };
  }

  private static PermitCommand.Waive waive(Ask ask) {
    Waiver.Reasons reasons =
        new Waiver.Reasons(ask.must("reason"), ask.must("risk"), ask.text("reference"));
    Waiver waiver =
        new Waiver(
            ask.text("id"),
            ask.text("owner"),
            reasons,
            Instant.EPOCH,
            Moments.must(ask, "expires"));
    return new PermitCommand.Waive(ask.must("key"), waiver);
  }

  /** The leave that comes with a start or follows it. */
  static PermitCommand.OverrideFreeze override(Ask ask) {
    Granted by =
        new Granted(ask.must("role"), ask.must("as"), ask.must("method"), ask.text("reason"));
    long minutes = ask.number("minutes", OVERRIDE.toMinutes());
    return new PermitCommand.OverrideFreeze(ask.must("freeze"), by, Duration.ofMinutes(minutes));
  }

  /** The overrides that come with a start. */
  static List<PermitCommand.OverrideFreeze> overrides(Ask ask) {
    Map<String, Object> given = ask.object("override");
    if (given.isEmpty()) {
      return List.of();
    }
    Ask inside = Ask.of("override").with("as", ask.must("as"));
    for (Map.Entry<String, Object> value : given.entrySet()) {
      inside = inside.with(value.getKey(), value.getValue());
    }
    return List.of(override(inside));
  }

  private static Optional<Request> ofAll(Ask ask) {
    Actor actor = Actor.person(ask.text("as"));
    return Optional.ofNullable(
            switch (ask.verb()) {
              case "freeze-start" ->
                  new GovernanceCommand.BeginFreeze(
                      ask.must("id"),
                      new Freeze.About(ask.must("reason"), ask.must("as")),
                      new Scope(words(ask, "services"), words(ask, "environments")),
                      ask.text("until").isEmpty()
                          ? Optional.empty()
                          : Optional.of(Moments.must(ask, "until")),
                      words(ask, "override"));
              case "freeze-end" ->
                  new GovernanceCommand.EndFreeze(
                      ask.must("id"), ask.text("role"), ask.text("reason"));
              case "exception-approve" ->
                  new GovernanceCommand.ApproveException(
                      ask.must("id"), ask.must("role"), ask.text("comment"));
              case "policy-sign" ->
                  new GovernanceCommand.SignPolicy(
                      ask.must("id"), ask.must("role"), ask.text("comment"));
              case "delegate" ->
                  new GovernanceCommand.Delegate(
                      ask.must("to"),
                      words(ask, "roles"),
                      Moments.must(ask, "until"),
                      ask.text("reason"));
              case "delegation-end" ->
                  new GovernanceCommand.EndDelegation(ask.must("id"), ask.text("reason"));
              case "workspace-approve" ->
                  new GovernanceCommand.ApproveWorkspace(
                      ask.must("digest"), ask.must("role"), ask.text("comment"));
              default -> null;
            })
        .map(command -> new Request.Govern(command, actor));
  }

  private static List<String> words(Ask ask, String name) {
    return Arrays.stream(ask.text(name).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
