package dev.holddown.sim;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Holdings;
import dev.holddown.engine.Request;
import dev.holddown.engine.Rules;
import dev.holddown.engine.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A process: an engine with its mailbox and jobs. When it crashes all of that is gone, and after a
 * while a new one recovers from the store. Plays the part of {@code engine.Mailbox}.
 */
final class SimProcess {
  private static final Duration SAMPLES_EVERY = Duration.ofSeconds(1);
  private static final long DOWN_FOR_LONG = 60_000;

  private final World world;
  private final String name;
  private final Machine machine;
  private final SimFiles files;
  private final Upgrade upgrade;
  private final Acknowledged acknowledged;
  private final Letters letters = new Letters();
  private Optional<Engine> engine = Optional.empty();
  private Instant since = Instant.EPOCH;
  private Instant flushed = Instant.EPOCH;
  private long calmFrom;
  private long awakeAt;
  private long engineFreeAt;
  private boolean turnDue;
  private boolean quick;
  private boolean recovering;
  private boolean deciding;
  private boolean clean = true;
  private long cutUntil;
  private Optional<SimSession> session = Optional.empty();
  private Optional<SimCluster.Share> share = Optional.empty();
  private Optional<SimJobs> jobs = Optional.empty();
  private long life;

  SimProcess(World world, String name) {
    this.world = world;
    this.name = name;
    this.machine = new Machine(world, world.cluster.several());
    this.files = new SimFiles(world, this);
    this.acknowledged = new Acknowledged(world);
    this.upgrade = new Upgrade(world, this);
  }

  /** The playbook is known by its id, which each history chooses anew. */
  void know(Playbook playbook) {
    files.know(playbook);
  }

  boolean up() {
    return engine.isPresent();
  }

  Machine machine() {
    return machine;
  }

  /** Since when the process is up, by its own clock. */
  Instant since() {
    return since;
  }

  /** Since when nothing held it up, in milliseconds of the history. */
  long calmFrom() {
    return calmFrom;
  }

  SimSession session() {
    return session.orElseThrow();
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
    acknowledged.check();
    machine.mayJump();
    world.oracles.starting();
    InstantSource clock = machine.begin(world.store.disk().head());
    world.history.add(name, "starts");
    open(clock);
  }

  private void open(InstantSource clock) {
    boolean anew = world.mutant != Mutant.GOES_ON_AFTER_FSYNC_ERROR || session.isEmpty();
    SimSession store = anew || clean ? world.store.open(this) : session.orElseThrow();
    session = Optional.of(store);
    clean = false;
    SimJobs made = new SimJobs(world, this);
    Rules rules = world.mutant == Mutant.NONE ? Rules.OF_RUN : new BrokenRules(world.mutant, this);
    Engine with = new Engine(files.ports(clock, store), made, name, holdings(store), rules);
    engine = Optional.of(with);
    jobs = Optional.of(made);
    heldUpUntil(world.time.nowMillis());
    guard(() -> {
      recovering = true;
      with.recover();
      recovering = false;
      since = machine.now();
      world.oracles.recovered(this);
      world.post.begin(this, store);
      share.ifPresent(SimCluster.Share::begin);
      check();
    });
  }

  private Holdings holdings(SimSession store) {
    share =
        world.cluster.several()
            ? Optional.of(new SimCluster.Share(world, this, store))
            : Optional.empty();
    return share.map(SimCluster.Share::holdings).orElseGet(Holdings::sole);
  }

  String name() {
    return name;
  }

  /** Whether it may act for a run just now. */
  boolean mayAct(String run) {
    return state(run)
        .filter(s -> share.isEmpty() || share.get().holdings().mayAct(s.head().lock()))
        .isPresent();
  }

  /** Its lease is about to end: every call is cut. */
  void stopsActing() {
    world.history.add(name, "stops acting");
    world.history.sometimes("a node stopped acting");
    heldUpUntil(world.time.nowMillis());
    jobs.ifPresent(SimJobs::stopAll);
  }

  /** Whether the store does not answer this node just now. */
  boolean isCutOff() {
    return world.time.nowMillis() < cutUntil;
  }

  /** A call to the outside: the process may end just here, or stand still for a while after it. */
  void port(String where) {
    if (world.faults.now(Faults.Kind.CRASH, world.chance)) {
      world.history.sometimes("crash " + where);
      throw new Crash(where);
    }
    if (world.cluster.several() && world.fault(Faults.Kind.CUT_OFF)) {
      cutUntil = world.time.nowMillis() + world.chance.between(1_000, 60_000);
      heldUpUntil(cutUntil);
      world.history.add(name, "is cut off from the store until ", cutUntil);
    }
    if (world.fault(Faults.Kind.PAUSE)) {
      long most = world.cluster.several() && world.chance.of(0.7) ? 20_000 : 60_000;
      awakeAt = world.time.nowMillis() + world.chance.between(100, most);
      heldUpUntil(awakeAt);
      world.history.add(name, "stands still until ", awakeAt);
    }
  }

  /** From now on the store answers. */
  void heal() {
    cutUntil = 0;
  }

  /** The disk answers late: the engine waits for it, its workers and watchers do not. */
  void waitsForDisk() {
    if (world.fault(Faults.Kind.DISK_SLOW)) {
      long millis = world.chance.between(100, 30_000);
      world.history.add(name, "waits for its disk for ", millis);
      heldUpUntil(world.time.nowMillis() + millis);
      if (world.cluster.several()) {
        // the others go on, and may take over what this one is about to write
        boolean decided = deciding;
        long mine = life;
        world.cluster.meanwhile(this, millis);
        deciding = decided;
        if (mine != life) {
          throw new Crash("while it waited for its disk");
        }
        return;
      }
      engineFreeAt = world.time.nowMillis() + millis;
    }
  }

  /** It is in the middle of something until then. */
  void standsStillUntil(long millis) {
    awakeAt = Math.max(awakeAt, millis);
    heldUpUntil(millis);
  }

  private void heldUpUntil(long millis) {
    calmFrom = Math.max(calmFrom, millis);
  }

  /** Does something that this process does; a crash on the way ends it. */
  void guard(Runnable what) {
    deciding = false;
    long mine = life;
    try {
      what.run();
    } catch (Crash crash) {
      if (mine == life) {
        crashed(String.valueOf(crash.getMessage()));
      }
    } catch (StoreException e) {
      if (mine != life) {
        return; // it has crashed since, and begun anew
      }
      if (world.mutant == Mutant.GOES_ON_AFTER_FSYNC_ERROR && !recovering) {
        world.history.add(name, "goes on after: ", String.valueOf(e.getMessage()));
        letters.clear();
        open(machine.begin(world.store.disk().head()));
      } else {
        crashed("store: " + e.getMessage());
      }
    }
  }

  private void crashed(String where) {
    world.history.sometimes("crash");
    died(where);
  }

  void died(String where) {
    world.history.add(name, "crashes: ", where);
    heldUpUntil(world.time.nowMillis());
    engine = Optional.empty();
    clean = true;
    recovering = false;
    letters.clear();
    life++;
    quick = !quick && world.fault(Faults.Kind.CRASH_LOOP);
    long down = world.chance.of(0.7) ? world.chance.between(50, 3_000) : DOWN_FOR_LONG;
    world.time.in(quick ? 10 : down, this::start);
    if (quick) {
      world.time.in(10 + world.chance.between(1, 50), this::dieAgain);
    }
  }

  /** Whether it is a version before this one, which writes the log in older forms. */
  boolean older() {
    return !upgrade.done();
  }

  /** One crash brings the next, while it recovers. */
  private void dieAgain() {
    if (up()) {
      crashed("again");
    }
  }

  /** Later, unless the process has ended by then; a process that stands still does it later. */
  void local(long millis, Runnable what) {
    long mine = life;
    // what the engine says while it waits for its disk is heard when the disk has answered
    long waits = deciding ? Math.max(0, engineFreeAt - world.time.nowMillis()) : 0;
    world.time.in(waits + millis, () -> awake(mine, what));
  }

  /** Whether it is taking over what a process before it left. */
  boolean recovering() {
    return recovering;
  }

  private void awake(long mine, Runnable what) {
    if (mine != life) {
      return;
    }
    long sleeps = awakeAt - world.time.nowMillis();
    if (sleeps > 0) {
      // its threads go on in any order
      long jitter = world.cluster.several() ? world.chance.between(0, 5) : 0;
      world.time.in(sleeps + jitter, () -> awake(mine, what));
    } else {
      guard(what);
    }
  }

  // --- mail ---

  void post(Request request, Consumer<Request.Reply> then) {
    if (up()) {
      letters.add(new Letters.Order(request, then));
      turnSoon();
    }
  }

  void observed(String run, String watch, Reading reading, Reading truth) {
    if (up()) {
      letters.add(new Letters.Sample(run, watch, reading, truth));
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
    long busy = engineFreeAt - world.time.nowMillis();
    if (busy > 0) {
      local(busy, this::turn);
      return;
    }
    turnDue = false;
    Engine with = engine.orElseThrow();
    List<Letters.Letter> batch = letters.batch();
    List<Request> requests = new ArrayList<>();
    for (Letters.Letter letter : batch) {
      requests.add(
          switch (letter) {
            case Letters.Order order -> order.request();
            case Letters.Sample s -> {
              if (mayAct(s.run())) {
                world.oracles.delivers(s.run(), s.watch(), s.truth());
              }
              yield with.observed(s.run(), s.watch(), s.reading(), Optional.empty());
            }
          });
    }
    deciding = true;
    List<Request.Reply> replies = with.process(requests);
    for (int i = 0; i < replies.size(); i++) {
      if (batch.get(i) instanceof Letters.Order order) {
        port("in the middle of a batch");
        answered(order, replies.get(i));
      }
    }
    if (!letters.isEmpty()) {
      turnSoon();
    }
    if (Duration.between(flushed, machine.now()).abs().compareTo(SAMPLES_EVERY) >= 0) {
      flushed = machine.now();
      with.flushSamples();
    }
    check();
  }

  private void answered(Letters.Order order, Request.Reply reply) {
    if (reply.accepted()) {
      state(reply.run()).ifPresent(acknowledged::note);
    }
    order.then().accept(reply);
  }

  /** When the engine has to be woken, in milliseconds of the history. */
  long nextWake() {
    long wanted = wakesAt().map(machine::when).orElse(Long.MAX_VALUE);
    return Math.max(wanted, Math.max(awakeAt, engineFreeAt));
  }

  /** The moment it wants to be woken, by its own clock. */
  Optional<Instant> wakesAt() {
    return engine.flatMap(Engine::nextWake);
  }

  void wake() {
    guard(() -> {
      deciding = true;
      engine.orElseThrow().wake();
      check();
    });
  }

  private void check() {
    world.oracles.turned(this);
  }
}
