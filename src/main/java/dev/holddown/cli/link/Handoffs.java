package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.EventLine;
import dev.holddown.view.PermitsView;
import dev.holddown.view.RunView;
import dev.holddown.view.log.Bundle;
import dev.holddown.view.log.DecisionLog;
import dev.holddown.view.log.DeploymentLog;
import dev.holddown.view.log.Handoff;
import dev.holddown.view.log.IncidentLog;
import dev.holddown.view.log.LogFilter;
import dev.holddown.view.log.Postmortem;
import dev.holddown.view.log.RunFacts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts together what somebody needs who takes over a run. */
final class Handoffs {
  private static final int DEPLOYMENTS = 20;
  private static final int EVENTS_MAX = 5_000;

  private final Opened opened;
  private final LogDesk logs;
  private final Function<String, RunState> states;
  private final IncidentDesk incidents;

  /** {@code states}: of a run that must be there. */
  Handoffs(Opened opened, LogDesk logs, Function<String, RunState> states, IncidentDesk incidents) {
    this.incidents = incidents;
    this.opened = opened;
    this.logs = logs;
    this.states = states;
  }

  /** A file over the socket; {@code view}: as the run stands. */
  Optional<Object> answer(Ask ask, Function<RunState, RunView> view) {
    return switch (ask.verb()) {
      case "handoff" -> {
        if (incidents.incidents().find(ask.must("run")).isPresent()) {
          yield Optional.of(file(ofIncident(ask.must("run"), view)));
        }
        RunState state = states.apply(ask.must("run"));
        yield Optional.of(file(Bundle.zip(handoff(state, view.apply(state)).files())));
      }
      case "postmortem" -> {
        RunState state = states.apply(ask.must("run"));
        Postmortem draft =
            new Postmortem(view.apply(state), events(state), IncidentLog.entry(RunFacts.of(state)));
        yield Optional.of(file(draft.text().getBytes(StandardCharsets.UTF_8)));
      }
      default -> Optional.empty();
    };
  }

  private byte[] ofIncident(String id, Function<RunState, RunView> view) {
    IncidentFiles files =
        new IncidentFiles(
            run -> view.apply(states.apply(run)),
            pin ->
                opened
                    .blobs()
                    .get(new Digest(pin.digest()))
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
    return files.zip(incidents.view(id), incidents.now());
  }

  private static Answers.Evidence file(byte[] bytes) {
    return new Answers.Evidence(Digest.of(bytes).hex(), Base64.getEncoder().encodeToString(bytes));
  }

  /** The newest events; of a very long run the oldest are left to its log. */
  private List<EventLine> events(RunState state) {
    List<EventStore.Stored> all = opened.store().read(state.head().run());
    return all.subList(Math.max(0, all.size() - EVENTS_MAX), all.size()).stream()
        .map(EventLine::of)
        .toList();
  }

  private Handoff handoff(RunState state, RunView view) {
    String run = state.head().run();
    RunFacts facts = RunFacts.of(state);
    LogFilter.Place place = new LogFilter.Place(state.head().service(), state.head().environment());
    LogFilter same = new LogFilter("", "", "", place, LogFilter.Period.ever());
    // What came later is not part of what is handed over, so that it stays the same.
    long end = opened.store().read(run).getLast().position() + 1;
    DeploymentLog deployments =
        logs.deployments(new LogDesk.Part(same, end, DEPLOYMENTS, lock -> true));
    LogFilter own = new LogFilter("", "", run, LogFilter.Place.all(), LogFilter.Period.ever());
    DecisionLog decisions =
        logs.decisions(new LogDesk.Part(own, end, LogDesk.LINES_MAX, lock -> true));
    Handoff.Books books =
        new Handoff.Books(
            deployments,
            decisions,
            IncidentLog.entry(facts),
            PermitsView.ofRun(state, state.lastAt()),
            evidence(run));
    return new Handoff(view, events(state), books, opened.card(run).orElse(""));
  }

  private Map<String, Long> evidence(String run) {
    Map<String, Long> evidence = new LinkedHashMap<>();
    for (EventStore.Stored event : opened.store().read(run)) {
      Unknown.digests(event.entry().event())
          .forEach(digest -> evidence.putIfAbsent(digest, event.version()));
    }
    return evidence;
  }
}
