package dev.holddown.sim;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one process: an engine with its mailbox and jobs. When it crashes all of that is gone, and
 * after a while a new one recovers from the store. Plays the part of {@code engine.Mailbox}.
 */
final class SimProcess {
  private static final int BATCH_MAX = 256;
  private static final Duration SAMPLES_EVERY = Duration.ofSeconds(1);

  private final World world;
  private final Map<String, Playbook> playbooks = new LinkedHashMap<>();
  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final List<Letter> letters = new ArrayList<>();
  private Optional<Engine> engine = Optional.empty();
  private Optional<SimJobs> jobs = Optional.empty();
  private Instant upSince = Instant.EPOCH;
  private Instant flushed = Instant.EPOCH;
  private boolean turnDue;
  private long life;

  /** A request or a sample on its way to the engine. */
  private sealed interface Letter {
    record Order(Request request, Consumer<Request.Reply> then) implements Letter {}

    record Sample(String run, String watch, Reading reading, Reading truth) implements Letter {}
  }

  SimProcess(World world) {
    this.world = world;
  }

  /** The playbook is known by its id, which each history chooses anew. */
  void know(Playbook playbook) {
    playbooks.put(playbook.id(), playbook);
  }

  boolean up() {
    return engine.isPresent();
  }

  /** Since when the process is up. */
  Instant upSince() {
    return upSince;
  }

  Map<String, RunState> states() {
    return engine.map(Engine::states).orElse(Map.of());
  }

  Optional<RunState> state(String run) {
    return Optional.ofNullable(states().get(run));
  }

  Optional<Instant> lastSeen(String run, String watch) {
    return engine.flatMap(e -> e.lastSeen(run, watch));
  }

  // --- life ---

  void start() {
    life++;
    letters.clear();
    turnDue = false;
    world.store.reopen();
    acknowledged.forEach((run, version) -> {
      if (world.store.durableVersion(run) < version) {
        throw new Alarm(
            "I02", "event " + version + " of run " + run + " was acknowledged and lost");
      }
    });
    world.history.add("process", "starts");
    SimJobs made = new SimJobs(world, this);
    Engine with = new Engine(ports(), made, "node");
    jobs = Optional.of(made);
    engine = Optional.of(with);
    upSince = world.time.instant();
    guard(() -> {
      with.recover();
      world.oracles.recovered(this);
      check();
    });
  }

  private Ports ports() {
    return new Ports(
        world.store,
        new MemoryBlobs(),
        new Codec(),
        new Ports.Outside(new NoVerbs(), new NoSecrets(), new NoConditions()),
        new Ports.Passing(world.time, () -> "id"));
  }

  /** Does something that this process does; a crash on the way ends it. */
  void guard(Runnable what) {
    try {
      what.run();
    } catch (Crash crash) {
      died(String.valueOf(crash.getMessage()));
    } catch (StoreException e) {
      died("store: " + e.getMessage());
    }
  }

  private void died(String where) {
    world.history.add("process", "crashes: ", where);
    world.history.sometimes("crash");
    engine = Optional.empty();
    jobs = Optional.empty();
    letters.clear();
    life++;
    long down = world.chance.of(0.7) ? world.chance.between(50, 3_000) : 60_000;
    world.time.in(down, this::start);
  }

  /** Later, unless the process has ended by then. */
  void local(long millis, Runnable what) {
    long mine = life;
    world.time.in(
        millis,
        () -> {
          if (mine == life) {
            guard(what);
          }
        });
  }

  // --- mail ---

  void post(Request request, Consumer<Request.Reply> then) {
    if (up()) {
      letters.add(new Letter.Order(request, then));
      turnSoon();
    }
  }

  void observed(String run, String watch, Reading reading, Reading truth) {
    if (up()) {
      letters.add(new Letter.Sample(run, watch, reading, truth));
      turnSoon();
    }
  }

  private void turnSoon() {
    if (!turnDue) {
      turnDue = true;
      local(world.chance.between(0, 5), this::turn);
    }
  }

  private void turn() {
    turnDue = false;
    Engine with = engine.orElseThrow();
    List<Letter> batch = List.copyOf(letters.subList(0, Math.min(BATCH_MAX, letters.size())));
    letters.subList(0, batch.size()).clear();
    List<Request> requests = new ArrayList<>();
    for (Letter letter : batch) {
      requests.add(
          switch (letter) {
            case Letter.Order order -> order.request();
            case Letter.Sample s -> {
              world.oracles.delivers(s.run(), s.watch(), s.truth());
              yield with.observed(s.run(), s.watch(), s.reading(), Optional.empty());
            }
          });
    }
    List<Request.Reply> replies = with.process(requests);
    for (int i = 0; i < replies.size(); i++) {
      if (batch.get(i) instanceof Letter.Order order) {
        answered(order, replies.get(i));
      }
    }
    if (!letters.isEmpty()) {
      turnSoon();
    }
    if (Duration.between(flushed, world.time.instant()).compareTo(SAMPLES_EVERY) >= 0) {
      flushed = world.time.instant();
      with.flushSamples();
    }
    check();
  }

  private void answered(Letter.Order order, Request.Reply reply) {
    if (reply.accepted()) {
      state(reply.run()).ifPresent(s -> acknowledged.put(reply.run(), s.version()));
    }
    order.then().accept(reply);
  }

  /** When the engine wants to be woken. */
  long nextWake() {
    return engine.flatMap(Engine::nextWake).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
  }

  void wake() {
    guard(() -> {
      engine.orElseThrow().wake();
      check();
    });
  }

  private void check() {
    world.oracles.turned(this);
  }

  // --- what else an engine stands on ---

  private final class MemoryBlobs implements Blobs {
    @Override
    public Digest put(byte[] bytes) {
      world.port("put");
      Digest digest = Digest.of(bytes);
      blobs.put(digest, bytes);
      return digest;
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
      return Optional.ofNullable(blobs.get(digest));
    }
  }

  private final class Codec implements PlaybookCodec {
    @Override
    public byte[] write(Playbook playbook) {
      return playbook.id().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Playbook read(byte[] bytes) {
      String id = new String(bytes, StandardCharsets.UTF_8);
      return Optional.ofNullable(playbooks.get(id)).orElseThrow();
    }
  }
}
