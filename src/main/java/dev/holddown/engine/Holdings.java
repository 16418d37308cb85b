package dev.holddown.engine;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.Claims.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The partitions this node works on, and until when it may, by its own stopwatch. {@link
 * Membership} writes it, the engine reads it: what was lost is not held from that moment on, and
 * the engine says when it has let go of it. Safe from any thread.
 */
public final class Holdings {
  private static final Set<Integer> ALL =
      IntStream.range(0, Claims.PARTITIONS).boxed().collect(Collectors.toUnmodifiableSet());

  private final boolean sole;
  private final LongSupplier nanos;
  private final Map<Integer, Held> held = new ConcurrentHashMap<>();
  private final Queue<Held> gained = new ConcurrentLinkedQueue<>();
  private final Queue<Claim> lost = new ConcurrentLinkedQueue<>();
  private final Queue<Claim> letGo = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Lease> lease = new AtomicReference<>(new Lease(0, true));
  private volatile boolean joined;
  private volatile long begunAt;

  /**
   * Until when this node may act. Once anybody has seen it end it stays ended: who saw it let go of
   * runs, and nobody would bring them back if the lease went on as though nothing had been.
   */
  private record Lease(long untilNanos, boolean ended) {}

  /** A claim, and where the log ended when it was had: nothing later is by the owner before. */
  record Held(Claim claim, long since) {}

  private Holdings(boolean sole, LongSupplier nanos) {
    this.sole = sole;
    this.nanos = nanos;
  }

  /** The one node of a store that no other process can open: it owns everything, for ever. */
  public static Holdings sole() {
    return new Holdings(true, () -> 0);
  }

  /** One node of several; it holds nothing yet. {@code nanos} is its stopwatch. */
  public static Holdings among(LongSupplier nanos) {
    return new Holdings(false, nanos);
  }

  boolean isSole() {
    return sole;
  }

  /** Where the log ended when the only owner began. */
  void begin(long position) {
    begunAt = position;
  }

  // --- what the engine asks ---

  /** Whether runs of this lock are this node's. */
  public boolean owns(String lock) {
    return sole || valid() && held.containsKey(Claims.partition(lock));
  }

  /** Whether an act for this lock may start now: the claim lasts long enough to be ended in. */
  public boolean mayAct(String lock) {
    return owns(lock);
  }

  /** Whether this node was one of several, and cannot know any more what the others do. */
  boolean isCutOff() {
    return !sole && joined && !valid();
  }

  /** Whether this node delivers the notices of all: the owner of the first partition does. */
  boolean delivers() {
    return sole || valid() && held.containsKey(0);
  }

  /** What an append for this lock depends on; empty for the only owner. */
  Optional<Claim> claim(String lock) {
    return sole
        ? Optional.empty()
        : Optional.ofNullable(held.get(Claims.partition(lock))).map(Held::claim);
  }

  /** An event of this lock after this position is not by the owner before. */
  long since(String lock) {
    Held mine = held.get(Claims.partition(lock));
    return sole ? begunAt : mine == null ? Long.MAX_VALUE : mine.since();
  }

  Set<Integer> partitions() {
    return sole ? ALL : Set.copyOf(held.keySet());
  }

  /** What was gained since the last call. */
  List<Held> takeGained() {
    return drained(gained);
  }

  /** Whether it is held by this very claim, and not by an earlier or a later one. */
  boolean holds(Held one) {
    return one.equals(held.get(one.claim().partition()));
  }

  /** What was lost since the last call; each is then to be {@link #letGo}. */
  List<Claim> takeLost() {
    return drained(lost);
  }

  /** All work on these has ended here. */
  void letGo(Collection<Claim> claims) {
    letGo.addAll(claims);
  }

  // --- what the membership tells ---

  boolean valid() {
    while (true) {
      Lease now = lease.get();
      if (now.ended() || nanos.getAsLong() - now.untilNanos() < 0) {
        return !now.ended();
      }
      if (lease.compareAndSet(now, new Lease(now.untilNanos(), true))) {
        return false;
      }
    }
  }

  /**
   * The lease was renewed.
   *
   * @return false when it was seen to end before that: what is held has to be lost first
   */
  boolean validUntil(long untilNanos) {
    while (true) {
      Lease now = lease.get();
      if (now.ended() && !held.isEmpty()) {
        return false;
      }
      if (lease.compareAndSet(now, new Lease(untilNanos, false))) {
        joined = true;
        return true;
      }
    }
  }

  void gain(Collection<Claim> claims, long position) {
    for (Claim claim : claims) {
      Held mine = new Held(claim, position);
      held.put(claim.partition(), mine); // first: who finds it gained must find it held
      gained.add(mine);
    }
  }

  void lose(Collection<Claim> claims) {
    for (Claim claim : claims) {
      held.computeIfPresent(
          claim.partition(),
          (number, mine) -> {
            if (!mine.claim().equals(claim)) {
              return mine;
            }
            lost.add(claim);
            return null;
          });
    }
  }

  List<Claim> claims() {
    List<Claim> claims = new ArrayList<>(held.size());
    held.values().forEach(mine -> claims.add(mine.claim()));
    return claims;
  }

  /** What the engine has let go of since the last call. */
  List<Claim> takeLetGo() {
    return drained(letGo);
  }

  private static <T> List<T> drained(Queue<T> queue) {
    List<T> all = new ArrayList<>();
    for (T one = queue.poll(); one != null; one = queue.poll()) {
      all.add(one);
    }
    return all;
  }
}
