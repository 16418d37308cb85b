package dev.holddown.sim;

import dev.holddown.engine.Holdings;
import dev.holddown.engine.Membership;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.MemoryClaims;
import dev.holddown.store.MemoryEventStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The leases of several nodes, as the store keeps them. The store's clock is the time of the
 * history; each node measures its own lease by its stopwatch.
 */
final class SimCluster {
  /** Kept, since a logger that nobody holds forgets what it was told. */
  private static final Logger QUIET = Logger.getLogger(Membership.class.getName());

  static {
    QUIET.setLevel(Level.OFF);
  }

  /** Lease, grace and the beats around them, in milliseconds. */
  private static final long HANDED_OVER_WITHIN = 20_000;

  private final World world;
  private final MemoryEventStore.Disk table = new MemoryEventStore.Disk();

  private final int nodes;
  private final List<SimProcess> processes = new ArrayList<>();

  /** Those that wait in the middle of something; who began last goes on first. */
  private final Deque<SimProcess> waiting = new ArrayDeque<>();

  SimCluster(World world, int nodes) {
    this.world = world;
    this.nodes = nodes;
  }

  /** Machines with a process each. */
  void begin() {
    for (int i = 1; i <= nodes; i++) {
      processes.add(new SimProcess(world, "node" + i));
    }
  }

  boolean several() {
    return nodes > 1;
  }

  List<SimProcess> processes() {
    return processes;
  }

  /** Where a person looks and speaks: any process that is up. */
  Optional<SimProcess> anyUp() {
    if (!several()) {
      SimProcess only = processes.getFirst();
      return only.up() ? Optional.of(only) : Optional.empty();
    }
    List<SimProcess> up = processes.stream().filter(SimProcess::up).toList();
    return up.isEmpty()
        ? Optional.empty()
        : Optional.of(up.size() == 1 ? up.getFirst() : world.chance.one(up));
  }

  /**
   * Time passes for everybody else, while one process waits in the middle of something. Who began
   * to wait before it is in the middle of something still, and waits at least as long: an engine is
   * never entered while a call of its own has not come back.
   */
  void meanwhile(SimProcess waits, long millis) {
    long end = world.time.nowMillis() + millis;
    waiting.push(waits);
    try {
      waiting.forEach(process -> process.standsStillUntil(end));
      pass(waits, end);
    } finally {
      waiting.pop();
    }
  }

  private void pass(SimProcess waits, long end) {
    while (true) {
      SimProcess first = waits;
      for (SimProcess process : processes) {
        first = process.nextWake() < first.nextWake() ? process : first;
      }
      long wake = first.nextWake();
      if (Math.min(wake, world.time.next()) >= end) {
        break;
      }
      if (wake <= world.time.next()) {
        world.time.moveTo(wake);
        first.wake();
      } else {
        world.time.step();
      }
    }
    world.time.moveTo(end);
  }

  /** All but the first. */
  List<SimProcess> others() {
    return processes.subList(1, processes.size());
  }

  /** Since when nothing held any of them up, and what they had was handed over. */
  long calmFrom() {
    long calm = 0;
    for (SimProcess process : processes) {
      calm = Math.max(calm, process.calmFrom());
    }
    return several() ? calm + HANDED_OVER_WITHIN : calm;
  }

  /** What one node tells and asks of its leases. */
  MemoryClaims claims() {
    return new MemoryClaims(table, () -> world.time.elapsedMillis() * 1_000_000);
  }

  /** Why an append of a node that is not the owner is left out; empty when it may be kept. */
  Optional<String> refusal(EventStore.Append append) {
    if (append.claim().isEmpty()) {
      return Optional.empty();
    }
    Claims.Claim claim = append.claim().get();
    Claims.Partition row = row(claim.partition());
    boolean mine = row.epoch() == claim.epoch() && row.owner().isPresent();
    return mine
        ? Optional.empty()
        : Optional.of("partition " + claim + " is another node's: " + row);
  }

  private Claims.Partition row(int partition) {
    return claims().partition(partition);
  }

  /** A node that calls the target is the one that the store says, whatever its clock says. */
  void acts(SimProcess process, String lock) {
    Claims.Partition row = row(Claims.partition(lock));
    boolean owner = row.owner().filter(o -> o.name().equals(process.name())).isPresent();
    if (several() && !owner) {
      throw new Alarm("I13", process.name() + " acts for " + lock + ", which is " + row);
    }
  }

  /** A node's share, and the thread that keeps it. */
  static final class Share {
    private final SimProcess process;
    private final MemoryClaims claims;
    private final Holdings holdings;
    private final Membership membership;

    Share(World world, SimProcess process, EventStore store) {
      this.process = process;
      this.claims = world.cluster.claims();
      LongSupplier watch =
          world.mutant == Mutant.LEASE_UNWATCHED ? () -> 0 : process.machine()::stopwatch;
      this.holdings = Holdings.among(watch);
      Membership.Node node = new Membership.Node(process.name(), process::stopsActing);
      this.membership = new Membership(claims, store, holdings, watch, node);
    }

    Holdings holdings() {
      return holdings;
    }

    /** Renews every two seconds, and looks at the stopwatch more often, as long as it lives. */
    void begin() {
      beat(1);
      look();
    }

    private void beat(long in) {
      process.local(
          in,
          () -> {
            claims.cut(process.isCutOff());
            membership.beat();
            beat(Claims.RENEW_EVERY.toMillis());
          });
    }

    private void look() {
      process.local(
          250,
          () -> {
            membership.watch();
            look();
          });
    }
  }
}
