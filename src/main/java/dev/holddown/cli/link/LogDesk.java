package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.log.DecisionLog;
import dev.holddown.view.log.Decisions;
import dev.holddown.view.log.DeploymentLog;
import dev.holddown.view.log.Further;
import dev.holddown.view.log.IncidentLog;
import dev.holddown.view.log.LogFilter;
import dev.holddown.view.log.RunFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reads the books of all runs: deployments, incidents, decisions. Each look goes back through the
 * log from a position, reads a bounded part of it, and says where it stopped. Callers are platform
 * threads, since it reads the store.
 */
public final class LogDesk {
  /** The most lines of one answer. */
  public static final int LINES_MAX = 500;

  /** Lines of an answer that does not say how many. */
  public static final int LINES_USUAL = 50;

  private static final int WHOLE_LINES_MAX = 50_000;
  private static final int SPAN_POSITIONS = 10_000;
  private static final int LOOK_POSITIONS_MAX = 400_000;
  private static final int FOLDED_RUNS_MAX = 200;
  private static final int FACTS_KEPT_MAX = 1_000;

  /** The clocks of several nodes differ by less than this. */
  private static final Duration CLOCKS = Duration.ofDays(1);

  private static final Set<String> STARTS = Set.of("run.started");
  private static final Set<String> INCIDENTS = Set.of("run.started", "incident.started");

  private final Opened opened;
  private final Function<String, Optional<RunState>> states;
  private final Function<String, Plan> plans;

  /** Facts of closed runs, which never change. */
  private final Map<String, RunFacts> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunFacts> eldest) {
          return size() > FACTS_KEPT_MAX;
        }
      };

  /** {@code plans}: of a compiled playbook by its digest. */
  LogDesk(
      Opened opened, Function<String, Optional<RunState>> states, Function<String, Plan> plans) {
    this.opened = opened;
    this.states = states;
    this.plans = plans;
  }

  /**
   * Which part of a log is wanted.
   *
   * @param before only what stands before this position; 0 for the newest
   * @param max lines, {@link #LINES_MAX} at most
   * @param sees whether the reader may know of what is about this lock; asked with an empty text
   *     for what holds for every run
   * @param shown a line of an incident of the workspace as the reader may read it; words are
   *     searched in that
   */
  public record Part(
      LogFilter filter,
      long before,
      int max,
      Predicate<String> sees,
      UnaryOperator<IncidentLog.Entry> shown) {
    /** For a reader of whole lines. */
    public Part(LogFilter filter, long before, int max, Predicate<String> sees) {
      this(filter, before, max, sees, UnaryOperator.identity());
    }

    /** The same for somebody who may not read whole lines. */
    public Part showing(UnaryOperator<IncidentLog.Entry> other) {
      return new Part(filter, before, max, sees, other);
    }
  }

  /** One look back; counts what it costs. */
  private final class Look<E> {
    private final Part part;
    private final List<E> lines = new ArrayList<>();
    private int folded;
    private Instant reached = Instant.MAX;

    Look(Part part) {
      this.part = part;
    }

    /** Goes back until there are enough lines, or the log or a limit ends. */
    Further back(Set<String> types, Function<EventStore.Told, Optional<E>> line) {
      int max = Math.max(1, Math.min(part.max(), LINES_MAX));
      long before = part.before() > 0 ? part.before() : opened.store().head() + 1;
      long until = Math.max(1, before - LOOK_POSITIONS_MAX);
      while (before > 1) {
        if (before <= until) {
          return cut(before);
        }
        int span = (int) Math.min(SPAN_POSITIONS, before - until);
        for (EventStore.Told told : opened.store().lookBack(types, before, span)) {
          reached = told.event().entry().at();
          if (tooOld(reached)) {
            return Further.none();
          }
          if (lines.size() >= max) {
            return new Further(told.event().position() + 1, "");
          }
          if (folded >= FOLDED_RUNS_MAX) {
            return cut(told.event().position() + 1);
          }
          line.apply(told).ifPresent(lines::add);
        }
        before -= span;
      }
      return Further.none();
    }

    private boolean tooOld(Instant at) {
      return part.filter()
          .period()
          .from()
          .filter(from -> at.plus(CLOCKS).isBefore(from))
          .isPresent();
    }

    private Further cut(long before) {
      String where = reached.equals(Instant.MAX) ? "" : " to " + reached;
      return new Further(
          before, "The search was cut short: it went back" + where + ". Older lines may fit too.");
    }

    RunFacts facts(String run) {
      synchronized (known) {
        RunFacts kept = known.get(run);
        if (kept != null) {
          return kept;
        }
      }
      folded++;
      RunFacts facts =
          states.apply(run).map(RunFacts::of).orElseThrow(() -> new Refused("no run " + run));
      if (facts.course().outcome().isPresent()) {
        synchronized (known) {
          known.put(run, facts);
        }
      }
      return facts;
    }
  }

  /** Who brought which version where. */
  public DeploymentLog deployments(Part part) {
    Look<DeploymentLog.Entry> look = new Look<>(part);
    Further further =
        look.back(
            STARTS,
            told ->
                started(part, told)
                    .filter(DeploymentLog::isOne)
                    .filter(head -> part.filter().period().holds(told.event().entry().at()))
                    .flatMap(head -> {
                      RunFacts facts = look.facts(head.run());
                      DeploymentLog.Entry entry =
                          DeploymentLog.entry(facts, head.linkedTo().map(look::facts));
                      return DeploymentLog.wanted(part.filter(), entry, facts)
                          ? Optional.of(entry)
                          : Optional.empty();
                    }));
    return new DeploymentLog(List.copyOf(look.lines), further);
  }

  /** The head of a run that starts here, if its place is wanted and seen. */
  private static Optional<RunHead> started(Part part, EventStore.Told told) {
    if (!(told.event().entry().event() instanceof RunEvent.Started started)) {
      return Optional.empty();
    }
    RunHead head = started.head();
    LogFilter filter = part.filter();
    boolean wanted =
        (filter.run().isEmpty() || filter.run().equals(head.run()))
            && inPlace(filter, head.service(), head.environment());
    return wanted && part.sees().test(head.subject()) ? Optional.of(head) : Optional.empty();
  }

  private static boolean inPlace(LogFilter filter, String service, String environment) {
    LogFilter.Place place = filter.place();
    return (place.service().isEmpty() || place.service().equals(service))
        && (place.environment().isEmpty() || place.environment().equals(environment));
  }

  /** What went wrong. */
  public IncidentLog incidents(Part part) {
    Look<IncidentLog.Entry> look = new Look<>(part);
    Further further =
        look.back(
            INCIDENTS,
            told ->
                told.event().entry().event() instanceof IncidentEvent.Started started
                    ? ofWorkspace(part, started.id())
                    : started(part, told)
                        .filter(head -> mayTell(head, told))
                        .flatMap(head -> incident(part, look.facts(head.run()))));
    return new IncidentLog(List.copyOf(look.lines), further);
  }

  /** It is for those who see some place that it is about. */
  private Optional<IncidentLog.Entry> ofWorkspace(Part part, String id) {
    return GovernanceLog.read(opened.store()).incidents().find(id).stream()
        .filter(incident -> seen(part, incident))
        .filter(incident -> ofRun(part, incident))
        .map(IncidentLog::entry)
        .map(part.shown())
        .filter(entry -> part.filter().period().holds(entry.times().started()))
        .filter(entry -> IncidentLog.wanted(part.filter(), entry))
        .findFirst();
  }

  /** A run that the reader may not see is as one that is not there. */
  private boolean ofRun(Part part, Incident incident) {
    String run = part.filter().run();
    return run.isEmpty()
        || incident.kept().runs().contains(run)
            && opened.store().find(run).filter(row -> part.sees().test(row.lock())).isPresent();
  }

  private static boolean seen(Part part, Incident incident) {
    LogFilter.Place place = part.filter().place();
    List<String> services = incident.about().services();
    List<String> environments = incident.about().environments();
    boolean wanted =
        (place.service().isEmpty() || services.isEmpty() || services.contains(place.service()))
            && (place.environment().isEmpty()
                || environments.isEmpty()
                || environments.contains(place.environment()));
    boolean narrow =
        services.stream()
            .flatMap(s -> environments.stream().map(e -> s + "/" + e))
            .anyMatch(part.sees());
    return wanted && (narrow || part.sees().test(""));
  }

  private boolean mayTell(RunHead head, EventStore.Told told) {
    return head.mode() == RunHead.Mode.INCIDENT
        || (told.event().entry().event() instanceof RunEvent.Started started
            && RunFacts.writes(plans.apply(started.playbook()), IncidentLog.BOOK));
  }

  private static Optional<IncidentLog.Entry> incident(Part part, RunFacts facts) {
    return IncidentLog.entry(facts)
        .filter(entry -> part.filter().period().holds(entry.times().started()))
        .filter(entry -> IncidentLog.wanted(part.filter(), entry, facts));
  }

  /** What was decided: the governance log. */
  public DecisionLog decisions(Part part) {
    Look<DecisionLog.Entry> look = new Look<>(part);
    Further further = look.back(Decisions.TYPES, told -> decision(part, look, told));
    return new DecisionLog(List.copyOf(look.lines), further);
  }

  /** Every decision, newest first; says so when there are more than {@link #WHOLE_LINES_MAX}. */
  public DecisionLog everyDecision(Part part) {
    List<DecisionLog.Entry> all = new ArrayList<>();
    long before = part.before();
    while (all.size() < WHOLE_LINES_MAX) {
      DecisionLog page = decisions(new Part(part.filter(), before, LINES_MAX, part.sees()));
      all.addAll(page.entries());
      before = page.further().before();
      if (before == 0) {
        return new DecisionLog(List.copyOf(all), Further.none());
      }
    }
    return new DecisionLog(
        List.copyOf(all),
        new Further(
            before, "It has more than " + WHOLE_LINES_MAX + " lines; older ones are left out."));
  }

  private Optional<DecisionLog.Entry> decision(
      Part part, Look<DecisionLog.Entry> look, EventStore.Told told) {
    LogFilter filter = part.filter();
    Instant at = told.event().entry().at();
    boolean ofRun = filter.run().isEmpty() || filter.run().equals(told.run());
    if (!filter.period().holds(at) || !ofRun) {
      return Optional.empty();
    }
    if (told.run().equals(Governance.LOG)) {
      return !part.sees().test("") || !inPlace(filter, "", "")
          ? Optional.empty()
          : Decisions.entry(told, "", "").filter(e -> DecisionLog.wanted(filter, e, List.of()));
    }
    // Only what is a decision is worth reading its run for.
    if (Decisions.entry(told, "", "").isEmpty()) {
      return Optional.empty();
    }
    RunFacts facts = look.facts(told.run());
    RunHead head = facts.head();
    boolean seen =
        inPlace(filter, head.service(), head.environment()) && part.sees().test(head.subject());
    return seen
        ? Decisions.entry(told, head.service(), head.environment())
            .filter(e -> DecisionLog.wanted(filter, e, facts.texts()))
        : Optional.empty();
  }

  // --- asked for over the socket ---

  /** An answer to such a question; empty when it is about something else. */
  Optional<Object> answer(Ask ask) {
    return switch (ask.verb()) {
      case "deployments" -> Optional.of(deployments(part(ask)));
      case "log-of-incidents" -> Optional.of(incidents(part(ask)));
      case "decisions" -> Optional.of(decisions(part(ask)));
      default -> Optional.empty();
    };
  }

  /** What an {@link Ask} wants, for a reader who may see everything. */
  public static Part part(Ask ask) {
    LogFilter filter =
        new LogFilter(
            ask.text("q"),
            ask.text("person"),
            ask.text("run"),
            new LogFilter.Place(ask.text("service"), ask.text("environment")),
            new LogFilter.Period(time(ask, "from"), time(ask, "to")));
    return new Part(
        filter, ask.number("before", 0), (int) ask.number("limit", LINES_USUAL), lock -> true);
  }

  private static Optional<Instant> time(Ask ask, String name) {
    return ask.text(name).isEmpty() ? Optional.empty() : Optional.of(Moments.must(ask, name));
  }
}
