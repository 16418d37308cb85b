package dev.holddown.engine;

import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samples of watches on their way: into the memory of their run at once, into the store later. */
final class Samples {
  private final EventStore store;
  private final Space space;
  private final LiveRuns live;
  private final Holdings holdings;
  private final List<EventStore.Sample> unkept = new ArrayList<>();

  Samples(Ports ports, LiveRuns live, Holdings holdings) {
    this.holdings = holdings;
    this.store = ports.store();
    this.space = ports.outside().space();
    this.live = live;
  }

  /** What was seen before is known here only: samples of one batch come one after the other. */
  Request completed(Request request) {
    if (!(request instanceof Request.ForRun order)
        || !(order.command() instanceof RunCommand.Observe observe)) {
      return request;
    }
    // what comes to a node whose lease has ended is not judged, so that nobody builds on it
    Optional<Live> run =
        live.find(order.run()).filter(found -> holdings.owns(found.state.head().lock()));
    Optional<Instant> previous = run.flatMap(r -> r.lastTold(observe.watch()));
    RunCommand command =
        new RunCommand.Observe(observe.watch(), observe.reading(), previous, observe.evidence());
    run.ifPresent(found -> note(found, observe));
    return new Request.ForRun(order.run(), command, order.actor());
  }

  private void note(Live run, RunCommand.Observe observe) {
    Reading reading = observe.reading();
    unkept.add(new EventStore.Sample(run.state.head().run(), observe.watch(), reading));
    if (reading.kind() == Reading.Kind.SEEN) {
      live.saw(run, observe.watch(), reading.at());
      if (reading.breached().isEmpty()) {
        run.lastOk.merge(observe.watch(), reading.at(), (a, b) -> a.isAfter(b) ? a : b);
      }
    } else if (isBreach(run, observe.watch(), reading.kind())) {
      run.lastSilent.merge(observe.watch(), reading.at(), (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  private static boolean isBreach(Live run, String watch, Reading.Kind kind) {
    Plan.WatchKey key = run.state.plan().watches().get(watch);
    return key != null
        && (kind == Reading.Kind.NO_DATA
            ? key.watch().pace().noData().breach()
            : key.watch().pace().onError().breach());
  }

  /**
   * Keeps what came since the last call. On a nearly full disk it is dropped: charts have a hole,
   * and after a restart the time without samples is asked back, or counts for nothing.
   */
  void flush() {
    if (!unkept.isEmpty()) {
      if (!space.low()) {
        store.keep(List.copyOf(unkept));
      }
      unkept.clear();
    }
  }

  /** The same when something of this run is among it. */
  void flush(String run) {
    if (unkept.stream().anyMatch(sample -> sample.run().equals(run))) {
      flush();
    }
  }
}
