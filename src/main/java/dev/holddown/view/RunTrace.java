package dev.holddown.view;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Folds the events of one run into spans: the run, its stages and phases, its items, its acts. A
 * span is told when it ends. Not safe for several threads.
 */
public final class RunTrace {
  private static final int OPEN_MAX = 10_000;
  private static final int MOMENTS_MAX = 128;
  private static final String RUN = "run";
  private static final String ROLLBACK = "rollback";

  private final String run;
  private final String trace;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final List<TraceSpan.Moment> moments = new ArrayList<>();
  private Optional<TraceSpan.Ids> linked = Optional.empty();
  private String place = RUN;
  private int begun;

  /** A span that has not ended. */
  private record Open(
      TraceSpan.Ids ids, String name, Instant start, Map<String, String> attributes) {}

  /** Of the run of this id, from its first event on. */
  public RunTrace(String run) {
    this.run = run;
    this.trace = trace(run);
  }

  private static String trace(String run) {
    return Digest.of("holddown trace\0" + run).hex().substring(0, 32);
  }

  private static String span(String run, String what) {
    return Digest.of("holddown span\0" + run + "\0" + what).hex().substring(0, 16);
  }

  /** Whether nothing more can follow. */
  public boolean over() {
    return begun > 0 && open.isEmpty();
  }

  /** The spans that this event, the next of the run, ends; inner ones first. */
  public List<TraceSpan> after(Entry entry) {
    Instant at = entry.at();
    return switch (entry.event()) {
      case RunEvent.Started e -> started(e.head(), at);
      case RunEvent.StageOpened e -> place("stage " + e.stage(), RUN, at);
      case RunEvent.StageReopened e -> place("stage " + e.stage(), RUN, at);
      case RunEvent.StageClosed e -> placeEnded("stage " + e.stage(), at, Optional.empty());
      case RunEvent.RollbackDecided e -> place(ROLLBACK, RUN, at);
      case RunEvent.PhaseOpened e -> place("phase " + e.phase(), ROLLBACK, at);
      case RunEvent.PhaseClosed e ->
          placeEnded(
              "phase " + e.phase(), at, e.proved() ? Optional.empty() : Optional.of("UNPROVED"));
      case RunEvent.Opened e ->
          began("item " + e.key(), place, at, Map.of("holddown.item.key", e.key()));
      case RunEvent.Turned e -> turned(e.key(), e.status(), at);
      case RunEvent.Reopened e ->
          began(
              "item " + e.key(),
              place,
              at,
              Map.of(
                  "holddown.item.key",
                  e.key(),
                  "holddown.item.attempt",
                  Integer.toString(e.attempt())));
      case RunEvent.Intended e ->
          began(
              "act " + e.act().op(),
              "item " + e.key(),
              at,
              Map.of(
                  "holddown.act.verb",
                  e.act().what(),
                  "holddown.act.attempt",
                  Integer.toString(e.act().attempt())));
      case RunEvent.Ended e -> acted(e, at);
      case RunEvent.Closed e -> closed(e, at);
      default -> moment(entry);
    };
  }

  private List<TraceSpan> started(RunHead head, Instant at) {
    linked =
        head.linkedTo().map(to -> new TraceSpan.Ids(trace(to), span(to, RUN), Optional.empty()));
    Map<String, String> told = new LinkedHashMap<>();
    told.put("holddown.run", run);
    told.put("holddown.playbook", head.playbook());
    told.put("holddown.service", head.service());
    told.put("deployment.environment.name", head.environment());
    told.put("holddown.mode", head.mode().name());
    begun++;
    TraceSpan.Ids ids = new TraceSpan.Ids(trace, span(run, RUN), Optional.empty());
    open.put(RUN, new Open(ids, "run " + head.playbook(), at, told));
    return List.of();
  }

  private List<TraceSpan> place(String key, String inside, Instant at) {
    List<TraceSpan> before = began(key, inside, at, Map.of());
    place = key;
    return before;
  }

  /** Begins a span anew; one of the same name that is open ends first. */
  private List<TraceSpan> began(
      String key, String inside, Instant at, Map<String, String> attributes) {
    List<TraceSpan> before = ended(key, at, Optional.empty(), Map.of());
    if (open.size() < OPEN_MAX) {
      Optional<String> parent =
          Optional.ofNullable(open.get(inside))
              .or(() -> Optional.ofNullable(open.get(RUN)))
              .map(o -> o.ids().span());
      TraceSpan.Ids ids = new TraceSpan.Ids(trace, span(run, key + " " + begun++), parent);
      open.put(key, new Open(ids, named(key, attributes), at, attributes));
    }
    return before;
  }

  /** An act has the name of its verb: its own id says nothing to anybody. */
  private static String named(String key, Map<String, String> attributes) {
    return attributes.getOrDefault("holddown.act.verb", key);
  }

  private List<TraceSpan> turned(String key, ItemStatus status, Instant at) {
    if (!status.ended()) {
      return List.of();
    }
    Optional<String> error = status.good() ? Optional.empty() : Optional.of(status.name());
    return ended("item " + key, at, error, Map.of("holddown.item.status", status.name()));
  }

  private List<TraceSpan> acted(RunEvent.Ended event, Instant at) {
    Optional<String> error =
        event.ending() == Ending.LANDED ? Optional.empty() : Optional.of(event.ending().name());
    return ended(
        "act " + event.op(), at, error, Map.of("holddown.act.ending", event.ending().name()));
  }

  /** What was begun in a place ends with it at the latest. */
  private List<TraceSpan> placeEnded(String key, Instant at, Optional<String> error) {
    Open here = open.get(key);
    List<TraceSpan> all = new ArrayList<>();
    if (here != null) {
      all.addAll(endedAll(at, o -> o.ids().parent().filter(here.ids().span()::equals).isPresent()));
    }
    all.addAll(ended(key, at, error, Map.of()));
    return all;
  }

  private List<TraceSpan> endedAll(Instant at, Predicate<Open> which) {
    List<String> keys =
        open.entrySet().stream()
            .filter(e -> which.test(e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return keys.reversed().stream()
        .flatMap(key -> ended(key, at, Optional.empty(), Map.of()).stream())
        .toList();
  }

  private List<TraceSpan> closed(RunEvent.Closed event, Instant at) {
    List<TraceSpan> all = new ArrayList<>(endedAll(at, o -> o.ids().parent().isPresent()));
    String outcome = event.outcome().name();
    Optional<String> error = outcome.equals("SUCCEEDED") ? Optional.empty() : Optional.of(outcome);
    all.addAll(ended(RUN, at, error, Map.of("holddown.outcome", outcome)));
    return all;
  }

  private List<TraceSpan> ended(
      String key, Instant at, Optional<String> error, Map<String, String> more) {
    Open was = open.remove(key);
    if (was == null) {
      return List.of();
    }
    Map<String, String> all = new LinkedHashMap<>(was.attributes());
    all.putAll(more);
    boolean whole = key.equals(RUN);
    TraceSpan.Told told =
        new TraceSpan.Told(
            all,
            error,
            whole ? List.copyOf(moments) : List.of(),
            whole ? linked : Optional.empty());
    Instant end = at.isBefore(was.start()) ? was.start() : at;
    return List.of(new TraceSpan(was.ids(), was.name(), was.start(), end, told));
  }

  /** What happens in no time stands in the span of the run. */
  private List<TraceSpan> moment(Entry entry) {
    Optional<TraceSpan.Moment> moment =
        switch (entry.event()) {
          case RunEvent.Fired e -> of(entry, "watch fired", "holddown.watch", e.watch());
          case RunEvent.Blinded e -> of(entry, "watch blind", "holddown.watch", e.watch());
          case RunEvent.Sighted e -> of(entry, "watch sees again", "holddown.watch", e.watch());
          case RunEvent.GateDecided e ->
              of(entry, e.go() ? "go" : "no-go", "holddown.stage", e.stage());
          case RunEvent.Held e -> of(entry, "held", "holddown.run", run);
          case RunEvent.Deferred e -> of(entry, "deferred", "holddown.run", run);
          case RunEvent.Resumed e -> of(entry, "resumed", "holddown.run", run);
          case RunEvent.Aborted e -> of(entry, "aborted", "holddown.run", run);
          default -> Optional.empty();
        };
    if (moments.size() < MOMENTS_MAX) {
      moment.ifPresent(moments::add);
    }
    return List.of();
  }

  private static Optional<TraceSpan.Moment> of(
      Entry entry, String name, String attribute, String value) {
    return Optional.of(new TraceSpan.Moment(entry.at(), name, Map.of(attribute, value)));
  }
}
