package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Claims in memory, on the disk of {@link MemoryEventStore}: several nodes of a story share it. The
 * store's clock is a stopwatch that the test moves.
 */
public final class MemoryClaims implements Claims {
  /** What the database holds. */
  static final class Table {
    private final Map<Member, Long> leaseEnds =
        new TreeMap<>(java.util.Comparator.comparingLong(Member::number));
    private final Owned[] partitions = new Owned[PARTITIONS];
    private long numbers;

    private record Owned(long epoch, Optional<Member> owner) {}

    Table() {
      Arrays.fill(partitions, new Owned(0, Optional.empty()));
    }

    private Owned row(int partition) {
      return partitions[partition];
    }

    Optional<String> refusal(Claim claim) {
      Owned row = row(claim.partition());
      return AppendRules.refusal(claim, row.epoch(), row.owner().isPresent());
    }
  }

  private final MemoryEventStore.Disk disk;
  private final LongSupplier nanos;
  private boolean cut;

  /** {@code nanos} is the clock of the store. */
  public MemoryClaims(MemoryEventStore.Disk disk, LongSupplier nanos) {
    this.disk = disk;
    this.nanos = nanos;
  }

  /** From now on, or no longer, the store does not answer. */
  public void cut(boolean off) {
    cut = off;
  }

  @Override
  public Member join(String name) {
    synchronized (disk) {
      answers();
      Member member = new Member(name, ++disk.claims.numbers);
      disk.claims.leaseEnds.put(member, nanos.getAsLong() + LEASE.toNanos());
      return member;
    }
  }

  @Override
  public Roster renew(Member member) {
    synchronized (disk) {
      answers();
      boolean renewed = alive(member);
      if (renewed) {
        disk.claims.leaseEnds.put(member, nanos.getAsLong() + LEASE.toNanos());
      }
      List<Member> members = disk.claims.leaseEnds.keySet().stream().filter(this::alive).toList();
      Map<Member, Boolean> lapsed = new HashMap<>();
      List<Partition> rows = new ArrayList<>(PARTITIONS);
      for (int number = 0; number < PARTITIONS; number++) {
        Table.Owned row = disk.claims.row(number);
        boolean over =
            row.owner().isEmpty()
                || lapsed.computeIfAbsent(row.owner().get(), owner -> over(owner, GRACE));
        rows.add(new Partition(number, row.epoch(), row.owner(), over));
      }
      return new Roster(renewed, members, rows);
    }
  }

  /** One row of the table, as it is; asks for no lease. */
  public Partition partition(int number) {
    synchronized (disk) {
      Table.Owned row = disk.claims.row(number);
      return new Partition(number, row.epoch(), row.owner(), lapsed(row));
    }
  }

  private boolean alive(Member member) {
    Long end = disk.claims.leaseEnds.get(member);
    return end != null && nanos.getAsLong() < end;
  }

  private boolean lapsed(Table.Owned row) {
    return row.owner().isEmpty() || over(row.owner().get(), GRACE);
  }

  private boolean over(Member member, Duration grace) {
    Long end = disk.claims.leaseEnds.get(member);
    return end == null || nanos.getAsLong() >= end + grace.toNanos();
  }

  @Override
  public List<Claim> take(Member member, Set<Integer> partitions) {
    synchronized (disk) {
      answers();
      List<Claim> taken = new ArrayList<>();
      for (int number : partitions) {
        Table.Owned row = disk.claims.row(number);
        if (alive(member) && lapsed(row)) {
          disk.claims.partitions[number] = new Table.Owned(row.epoch() + 1, Optional.of(member));
          taken.add(new Claim(number, row.epoch() + 1));
        }
      }
      return taken;
    }
  }

  @Override
  public void release(Member member, Collection<Claim> claims) {
    synchronized (disk) {
      answers();
      Table table = disk.claims;
      for (Claim claim : claims) {
        Table.Owned row = table.row(claim.partition());
        if (row.epoch() == claim.epoch() && row.owner().equals(Optional.of(member))) {
          table.partitions[claim.partition()] = new Table.Owned(row.epoch(), Optional.empty());
        }
      }
    }
  }

  @Override
  public void leave(Member member) {
    synchronized (disk) {
      answers();
      disk.claims.leaseEnds.remove(member);
      for (int number = 0; number < PARTITIONS; number++) {
        Table.Owned row = disk.claims.row(number);
        if (row.owner().equals(Optional.of(member))) {
          disk.claims.partitions[number] = new Table.Owned(row.epoch(), Optional.empty());
        }
      }
    }
  }

  private void answers() {
    if (cut) {
      throw new StoreException("the store in memory does not answer");
    }
  }

  @Override
  public void close() {}
}
