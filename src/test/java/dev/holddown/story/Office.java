package dev.holddown.story;

import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.CardText;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Holdings;
import dev.holddown.engine.Lanes;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.Request;
import dev.holddown.engine.Worker;
import dev.holddown.engine.port.Ports;
import dev.holddown.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One process of Holddown: engine, workers and timers, all in the story's time. It can be killed;
 * what it held in memory is gone then.
 */
final class Office implements Mail {
  private static final Duration SAMPLES_EVERY = Duration.ofSeconds(1);

  private final SettableClock clock;
  private final Turns turns;
  private final ClockTimer timer;
  private final InstantSource told;
  private final Holdings holdings;
  private final Worker worker;
  private final Engine engine;
  private final Map<String, String> cards = new HashMap<>();
  private Instant flushed = Instant.EPOCH;

  /** What it is called, and what it works on. */
  record As(String name, Holdings holdings) {}

  Office(Ports ports, Redactor redactor, SettableClock clock, Turns turns, As as) {
    this.clock = clock;
    this.told = ports.passing().clock();
    this.holdings = as.holdings();
    this.turns = turns;
    this.timer = new ClockTimer(clock);
    TurnLane lane = new TurnLane(turns);
    Lanes lanes = new Lanes(lane, lane, lane, timer, turns::pause);
    CardText cardText = new CardText(ports, redactor);
    this.worker =
        new Worker(
            ports,
            this,
            lanes,
            redactor,
            (state, to) -> cards.put(state.head().run(), cardText.of(state, to)));
    this.engine = new Engine(ports, worker, as.name(), as.holdings());
  }

  /** Takes over what the process before left open. */
  void open() {
    engine.recover();
    rest();
  }

  // --- mail: decided at once, on the thread that brings it ---

  @Override
  public CompletableFuture<Request.Reply> post(Request request) {
    alive();
    return CompletableFuture.completedFuture(engine.process(List.of(request)).getFirst());
  }

  @Override
  public void observed(String run, String watch, Reading reading, Optional<String> evidence) {
    alive();
    engine.process(List.of(engine.observed(run, watch, reading, evidence)));
  }

  @Override
  public Optional<RunState> state(String run) {
    alive();
    return Optional.ofNullable(engine.states().get(run));
  }

  @Override
  public boolean mayAct(String run) {
    return state(run).filter(s -> holdings.mayAct(s.head().lock())).isPresent();
  }

  /** Ends what is under way, as a node does whose lease is about to end. */
  void stop() {
    worker.stopAll();
  }

  /** Runs in memory. */
  Map<String, RunState> inMemory() {
    return engine.states();
  }

  @Override
  public Optional<Instant> lastSeen(String run, String watch) {
    alive();
    return engine.lastSeen(run, watch);
  }

  private void alive() {
    if (turns.isGone()) {
      throw new Turns.Gone();
    }
  }

  // --- time ---

  /** Lets time pass, stopping at each moment at which something is due. */
  void advance(Duration by) {
    Instant until = clock.instant().plus(by);
    rest();
    for (Optional<Instant> next = next(until); next.isPresent(); next = next(until)) {
      if (next.get().isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), next.get()));
      }
      rest();
    }
    clock.advance(Duration.between(clock.instant(), until));
    rest();
  }

  private Optional<Instant> next(Instant until) {
    return next().filter(t -> !t.isAfter(until));
  }

  /** When something is due next, by the story's clock, whatever this process thinks it is. */
  Optional<Instant> next() {
    Duration ahead = Duration.between(clock.instant(), told.instant());
    return Stream.of(timer.next(), turns.next(), engine.nextWake().map(at -> at.minus(ahead)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Does all that is due at this moment. */
  void rest() {
    turns.settle();
    timer.due();
    turns.due();
    turns.settle();
    while (engine.nextWake().filter(t -> !t.isAfter(told.instant())).isPresent()) {
      engine.wake();
      turns.settle();
    }
    timer.due(); // a watch that was armed just now looks at once
    turns.settle();
    if (Duration.between(flushed, clock.instant()).compareTo(SAMPLES_EVERY) >= 0) {
      engine.flushSamples();
      flushed = clock.instant();
    }
  }

  /** The state of any run, in memory or not. */
  Optional<RunState> stored(String run) {
    return engine.state(run);
  }

  /** The rollback card of a run. */
  String card(String run) {
    return cards.getOrDefault(run, "");
  }

  /** As kill -9: no thread does anything more. */
  void kill() {
    turns.kill();
    timer.shutdownNow();
  }
}
