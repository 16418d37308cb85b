package dev.holddown.engine;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.Claims.Claim;
import dev.holddown.engine.port.Claims.Member;
import dev.holddown.engine.port.Claims.Partition;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * This node among the others: renews its lease, takes its fair share of the partitions, hands over
 * what is beyond it. One thread calls {@link #beat} every {@link Claims#RENEW_EVERY}, another one
 * {@link #watch} more often; neither waits for the engine.
 */
public final class Membership {
  private static final System.Logger LOG = System.getLogger(Membership.class.getName());

  private final Claims claims;
  private final EventStore store;
  private final Holdings holdings;
  private final LongSupplier nanos;
  private final Node node;
  private final Set<Integer> unsure = new TreeSet<>();
  private volatile Optional<Member> me = Optional.empty();

  /**
   * How this node is called, and what it does when its lease is about to end.
   *
   * @param stop ends every act, at once: child processes are killed, calls are cut. It must not
   *     wait
   */
  public record Node(String name, Runnable stop) {}

  /** {@code nanos} is this machine's stopwatch. */
  public Membership(
      Claims claims, EventStore store, Holdings holdings, LongSupplier nanos, Node node) {
    this.claims = claims;
    this.store = store;
    this.holdings = holdings;
    this.nanos = nanos;
    this.node = node;
  }

  /**
   * Renews, hands over, takes. When the store does not answer, the lease runs out by itself.
   *
   * @return a sentence when the store did not answer, else empty
   */
  public synchronized Optional<String> beat() {
    try {
      watch();
      long asked = nanos.getAsLong();
      boolean joins = me.isEmpty();
      Member member = joins ? claims.join(node.name()) : me.get();
      me = Optional.of(member);
      giveBack(member);
      Claims.Roster roster = claims.renew(member);
      if (!me.equals(Optional.of(member))) {
        return Optional.empty(); // the answer came so late that everything was let go of
      }
      if (!roster.renewed()) {
        lapse("its lease had ended when it was to be renewed");
        me = Optional.empty();
        return Optional.empty();
      }
      // The lease began to run again after this was asked, so it ends later than this says.
      if (!holdings.validUntil(asked + Claims.LEASE.minus(Claims.MARGIN).toNanos())) {
        lapse("its lease was renewed after it had been seen to end");
        return Optional.empty();
      }
      share(member, roster);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Ends all acts when the lease is about to end and was not renewed. Asks nobody and waits for
   * nobody, not for a beat that hangs either: it has a thread of its own.
   */
  public void watch() {
    if (!holdings.valid()) {
      lapse("it could not renew its lease");
    }
  }

  private void lapse(String why) {
    List<Claim> had = holdings.claims();
    if (!had.isEmpty()) {
      me = Optional.empty();
      holdings.lose(had);
      node.stop().run();
      LOG.log(
          System.Logger.Level.WARNING,
          "node "
              + node.name()
              + " stops acting: "
              + why
              + ". Others take over its "
              + had.size()
              + " partitions; nothing of the log is lost. It comes back by itself when the"
              + " database answers");
    }
  }

  /** What the engine has let go of is free for others. */
  private void giveBack(Member member) {
    List<Claim> done = holdings.takeLetGo();
    if (done.isEmpty()) {
      return;
    }
    try {
      claims.release(member, done);
    } catch (StoreException e) {
      holdings.letGo(done); // to be given back at the next beat: nobody works on them here
      throw e;
    }
  }

  private void share(Member member, Claims.Roster roster) {
    List<Partition> rows = roster.partitions();
    undo(member, rows);
    List<Claim> had = holdings.claims();
    List<Claim> taken = new ArrayList<>();
    for (Claim claim : had) {
      if (!isMine(rows.get(claim.partition()), claim, member)) {
        taken.add(claim);
      }
    }
    holdings.lose(taken);
    int fair = Math.ceilDiv(Claims.PARTITIONS, Math.max(1, roster.members().size()));
    int mine = had.size() - taken.size();
    if (mine > fair) {
      holdings.lose(
          had.stream().filter(claim -> !taken.contains(claim)).limit(mine - fair).toList());
    } else if (mine < fair) {
      take(member, rows, fair - mine);
    }
  }

  private static boolean isMine(Partition row, Claim claim, Member member) {
    return row.epoch() == claim.epoch()
        && row.owner().isPresent()
        && row.owner().get().equals(member);
  }

  /** Nodes begin to look at different places, so that they seldom want the same. */
  private void take(Member member, List<Partition> rows, int most) {
    Set<Integer> wanted = new TreeSet<>();
    int start = (int) (member.number() * 97 % Claims.PARTITIONS);
    for (int i = 0; i < Claims.PARTITIONS && wanted.size() < most; i++) {
      Partition row = rows.get((start + i) % Claims.PARTITIONS);
      if (row.lapsed()) {
        wanted.add(row.number());
      }
    }
    if (!wanted.isEmpty()) {
      unsure.addAll(wanted);
      List<Claim> taken = claims.take(member, wanted);
      // Read after the claims were had: what is later in the log is not by the owner before.
      holdings.gain(taken, store.head());
      unsure.clear();
    }
  }

  /** A take whose answer was lost may have been kept, and nobody would work on what it took. */
  private void undo(Member member, List<Partition> rows) {
    List<Claim> kept =
        unsure.stream()
            .map(rows::get)
            .filter(row -> row.owner().equals(Optional.of(member)))
            .map(row -> new Claim(row.number(), row.epoch()))
            .toList();
    if (!kept.isEmpty()) {
      claims.release(member, kept);
    }
    unsure.clear();
  }

  /** Hands everything over at once; the engine has ended. */
  public synchronized void leave() {
    holdings.lose(holdings.claims());
    if (me.isPresent()) {
      claims.leave(me.get());
      me = Optional.empty();
    }
  }
}
