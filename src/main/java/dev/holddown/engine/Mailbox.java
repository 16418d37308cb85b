package dev.holddown.engine;

import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread of the engine: takes what has arrived, decides it in one transaction (so that many
 * callers share one fsync), and wakes runs whose moment has come. A platform thread.
 */
public final class Mailbox implements Mail {
  static final int BATCH_MAX = 256;
  private static final Duration SAMPLES_EVERY = Duration.ofSeconds(1);
  private static final Duration REST_MAX = Duration.ofMillis(250);
  private static final Request.Reply ENDING =
      Request.Reply.no("", "Holddown is ending; nothing was changed");

  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private final InstantSource clock;
  private final Measures measures = new Measures();
  private final Consumer<Throwable> onFailure;
  private volatile Optional<Engine> engine = Optional.empty();
  private volatile boolean ended;
  private Instant flushed = Instant.EPOCH;

  /** One request, or one sample, and who waits for the reply. */
  private sealed interface Letter {
    record Order(Request request, CompletableFuture<Request.Reply> reply, Instant at)
        implements Letter {}

    record Sample(String run, String watch, Reading reading, Optional<String> evidence)
        implements Letter {}
  }

  /**
   * {@code onFailure} is told once when the store fails, or the engine by a fault of its own or of
   * the machine (no thread, no memory); nothing is taken after that.
   */
  public Mailbox(InstantSource clock, Consumer<Throwable> onFailure) {
    this.clock = clock;
    this.onFailure = onFailure;
  }

  @Override
  public CompletableFuture<Request.Reply> post(Request request) {
    CompletableFuture<Request.Reply> reply = new CompletableFuture<>();
    if (ended) {
      reply.complete(ENDING);
      return reply;
    }
    Letter order = new Letter.Order(request, reply, clock.instant());
    letters.add(order);
    if (ended && letters.remove(order)) { // nobody takes it out any more
      refuse(order);
    }
    return reply;
  }

  @Override
  public void observed(String run, String watch, Reading reading, Optional<String> evidence) {
    letters.add(new Letter.Sample(run, watch, reading, evidence));
  }

  @Override
  public Optional<RunState> state(String run) {
    return engine.map(e -> e.states().get(run));
  }

  @Override
  public boolean mayAct(String run) {
    return engine.filter(e -> e.mayAct(run)).isPresent();
  }

  @Override
  public Optional<Instant> lastSeen(String run, String watch) {
    return engine.flatMap(e -> e.lastSeen(run, watch));
  }

  /** Recovers, then works until {@link #end}. Runs on the caller's thread. */
  public void run(Engine with) {
    engine = Optional.of(with);
    try {
      with.recover();
      while (!ended) {
        turn(with);
      }
      with.flushSamples();
      rest().forEach(Mailbox::refuse);
    } catch (RuntimeException | Error e) {
      ended = true; // first: who posts from now on refuses by himself
      rest().forEach(letter -> refuse(letter, e));
      onFailure.accept(e);
    }
  }

  /** One turn: at most one batch, then what time has brought. */
  private void turn(Engine with) {
    List<Letter> batch = new ArrayList<>();
    try {
      Letter first = letters.poll(rest(with).toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        letters.drainTo(batch, BATCH_MAX - 1);
      }
    } catch (InterruptedException e) {
      ended = true;
      return;
    }
    deliver(with, batch);
    Instant now = clock.instant();
    if (with.nextWake().filter(at -> !at.isAfter(now)).isPresent()) {
      with.wake();
    }
    if (Duration.between(flushed, now).compareTo(SAMPLES_EVERY) >= 0 && letters.isEmpty()) {
      with.flushSamples();
      flushed = now;
    }
  }

  private Duration rest(Engine with) {
    Duration until =
        with.nextWake().map(at -> Duration.between(clock.instant(), at)).orElse(REST_MAX);
    return until.isNegative()
        ? Duration.ZERO
        : until.compareTo(REST_MAX) > 0 ? REST_MAX : until.plusMillis(1);
  }

  private void deliver(Engine with, List<Letter> batch) {
    if (batch.isEmpty()) {
      return;
    }
    // what was seen while the engine was held up is known before anything goes forward
    batch.sort(Comparator.comparing(letter -> letter instanceof Letter.Order));
    List<Request> requests = new ArrayList<>();
    for (Letter letter : batch) {
      requests.add(
          switch (letter) {
            case Letter.Order order -> order.request();
            case Letter.Sample s -> with.observed(s.run(), s.watch(), s.reading(), s.evidence());
          });
    }
    List<Request.Reply> replies;
    try {
      replies = with.process(requests);
    } catch (RuntimeException | Error e) {
      batch.forEach(letter -> refuse(letter, e));
      throw e;
    }
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i) instanceof Letter.Order order) {
        Duration after = Duration.between(order.at(), clock.instant());
        measures.answered(after, replies.get(i).accepted());
        order.reply().complete(replies.get(i));
      } else {
        measures.sampled();
      }
    }
  }

  private static void refuse(Letter letter, Throwable why) {
    if (letter instanceof Letter.Order order) {
      order.reply().completeExceptionally(why);
    }
  }

  private static void refuse(Letter letter) {
    if (letter instanceof Letter.Order order) {
      order.reply().complete(ENDING);
    }
  }

  /** What nobody will answer any more. */
  private List<Letter> rest() {
    List<Letter> rest = new ArrayList<>();
    letters.drainTo(rest);
    return rest;
  }

  /** What was counted since the start. */
  public Measures measures() {
    return measures;
  }

  /** Ends the thread after the turn it is in; what is durable stays so. */
  public void end() {
    ended = true;
  }
}
