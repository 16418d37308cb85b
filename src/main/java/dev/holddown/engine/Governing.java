package dev.holddown.engine;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.IncidentSeen;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.domain.run.IncidentRules;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was decided for all runs. It stands in a log of its own in the same store, so that it is
 * durable, chained, and the same for every node.
 */
final class Governing {
  private static final int DIGESTS_MAX = 256;
  private static final int TOLD_MAX = 1_000;

  private final Ports ports;
  private final Map<String, String> wayBacks = new LinkedHashMap<>();
  private Governance state = Governance.empty();
  private Documents seen = Documents.none();
  private House house = House.empty();

  Governing(Ports ports) {
    this.ports = ports;
  }

  /** Reads the log anew: at the start, and when others wrote it or a write was left out. */
  void reload() {
    state = read(ports.store());
    house = state.house(seen);
  }

  /** The state that a store tells. */
  static Governance read(EventStore store) {
    List<Entry> entries =
        store.read(Governance.LOG).stream().map(EventStore.Stored::entry).toList();
    return Governance.empty().after(entries);
  }

  Governance state() {
    return state;
  }

  /** What holds for every run now. */
  House house() {
    Documents now = ports.outside().documents().get();
    if (now != seen) {
      seen = now;
      house = state.house(now);
    }
    return house;
  }

  /** The same for a run. */
  House house(RunState run) {
    House all = house();
    boolean byPolicy = run.plan().playbook().rollback().flatMap(r -> r.byPolicy()).isPresent();
    Optional<IncidentSeen> incident = state.incidents().of(run).map(IncidentSeen::of);
    return byPolicy || incident.isPresent()
        ? all.of(new House.Here(byPolicy ? wayBack(run) : "", incident, all.here().waiverLongest()))
            .besides(taken(run))
        : all;
  }

  /** The policies of which a use is written for this run already: it has not to find another. */
  private Set<String> taken(RunState run) {
    return house.policies().keySet().stream()
        .filter(policy -> state.taken(policy, run.head().run()))
        .collect(Collectors.toSet());
  }

  private String wayBack(RunState run) {
    if (wayBacks.size() >= DIGESTS_MAX) {
      wayBacks.clear();
    }
    return wayBacks.computeIfAbsent(
        run.playbookDigest(), digest -> ports.playbooks().wayBack(run.plan().playbook()));
  }

  /** The use of a policy that may be used so often only is written with it, or neither is. */
  Draft taking(Draft draft, Decision.Accepted accepted, Instant at) {
    return taken(accepted, at)
        .map(use -> {
          List<EventStore.Append> appends = new ArrayList<>(use.appends());
          draft.appends().forEach(append -> appends.add(append.with(Governance.LOG)));
          return new Draft(appends, draft.after(), draft.reply());
        })
        .orElse(draft);
  }

  /**
   * Takes one of a few uses of a policy for a run that uses it: two nodes that both see the last
   * one write to the same place of this log, and one of them has to decide anew.
   */
  private Optional<Draft> taken(Decision.Accepted accepted, Instant at) {
    String run = accepted.after().head().run();
    boolean uses = false;
    for (Entry entry : accepted.entries()) {
      uses |= entry.event() instanceof PermitEvent.PolicyUsed;
    }
    if (!uses) {
      return Optional.empty();
    }
    return accepted.entries().stream()
        .map(Entry::event)
        .filter(PermitEvent.PolicyUsed.class::isInstance)
        .map(event -> ((PermitEvent.PolicyUsed) event).policy())
        .filter(this::limited)
        .filter(policy -> !state.taken(policy, run))
        .findFirst()
        .map(policy -> new GovernanceCommand.TakePolicy(policy, run))
        .map(use -> draft(new Request.Govern(use, Actor.engine()), other -> Optional.empty(), at));
  }

  private boolean limited(String policy) {
    return Optional.ofNullable(house().policies().get(policy))
        .filter(given -> given.policy().limits().usesMax() > 0)
        .isPresent();
  }

  /** A run that rolls back by a policy has used it; one that answers an incident belongs to it. */
  List<Request> followers(RunState run) {
    String id = run.head().run();
    List<Request> followers = new ArrayList<>(used(run, id));
    state
        .incidents()
        .wants(run)
        .map(incident -> new IncidentCommand.Link(incident.id(), id))
        .ifPresent(link -> followers.add(new Request.Govern(link, Actor.engine())));
    return followers;
  }

  private List<Request> used(RunState run, String id) {
    return run.permits()
        .policy()
        .filter(policy -> !state.taken(policy, id))
        .map(policy -> new GovernanceCommand.TakePolicy(policy, id))
        .<List<Request>>map(taken -> List.of(new Request.Govern(taken, Actor.engine())))
        .orElse(List.of());
  }

  /**
   * Tells the runs of this node to which something may happen that what holds for all has changed.
   * Of closed runs that owe something, of which there may be many, an incident concerns its own.
   *
   * @param known what a run in memory is told; empty for one that sleeps
   */
  List<Request> ticks(Holdings holdings, Function<String, Optional<Request>> known) {
    List<EventStore.IndexRow> rows =
        ports.store().alive().stream().filter(row -> holdings.owns(row.lock())).toList();
    Set<String> noted = noted();
    return Stream.concat(
            rows.stream().filter(row -> !row.owing()).limit(TOLD_MAX),
            rows.stream()
                .filter(EventStore.IndexRow::owing)
                .filter(row -> noted.contains(row.run()) || known.apply(row.run()).isPresent()))
        .map(row ->
            known
                .apply(row.run())
                .orElseGet(() ->
                    new Request.ForRun(row.run(), new RunCommand.Tick(Map.of()), Actor.engine())))
        .toList();
  }

  /** The runs of the newest incidents: another node may see one end and the next begin at once. */
  private Set<String> noted() {
    List<Incident> incidents = List.copyOf(state.incidents().all().values());
    return incidents.stream()
        .skip(Math.max(0, incidents.size() - 2))
        .flatMap(incident -> incident.kept().runs().stream())
        .collect(Collectors.toSet());
  }

  /** A decision for all runs, not yet durable. */
  Draft draft(Request.Govern govern, Function<String, Optional<RunState>> runs, Instant at) {
    house();
    Actor actor = govern.actor();
    Governance.Decided decided =
        govern.command() instanceof IncidentCommand c
            ? new IncidentRules(state.incidents(), actor, at, runs).decide(c)
            : state.decide(govern.command(), actor, at, seen);
    if (decided.refusal().isPresent()) {
      return Draft.refused(Governance.LOG, decided.refusal().get());
    }
    List<Entry> entries = decided.events().stream().map(e -> new Entry(at, actor, e)).toList();
    Request.Reply reply = new Request.Reply(true, Governance.LOG, "", entries.size());
    if (entries.isEmpty()) {
      return new Draft(List.of(), Map.of(), reply);
    }
    long expected = state.version();
    state = state.after(entries);
    house = state.house(seen);
    EventStore.Append append =
        new EventStore.Append(
            Governance.LOG, expected, entries, row(at), Optional.empty(), List.of());
    return new Draft(List.of(append), Map.of(), reply);
  }

  /** Nothing in it is open and it holds no lock, so that nobody takes it for a run. */
  private EventStore.IndexRow row(Instant at) {
    return new EventStore.IndexRow(
        Governance.LOG,
        Governance.LOG,
        "Governance log",
        Governance.LOG,
        "CLOSED",
        "",
        at,
        at,
        Optional.empty(),
        state.version());
  }
}
