package dev.holddown.engine.port;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Which node works on which runs. Runs are parted by the name of their lock, so that everything
 * that queues for one lock, and the run that takes another one back, live on one node. A node has a
 * lease; each partition has at most one owner and an epoch that rises with every owner. Time is the
 * store's own: two nodes' clocks are never compared.
 *
 * <p>Each method is one transaction. All throw {@link StoreException} when the store does not
 * answer; unlike {@link EventStore} this port may be asked again afterwards. It has a connection of
 * its own, so that a renewal never waits behind a commit. Called from platform threads only.
 */
public interface Claims extends AutoCloseable {
  /** Fixed for ever: a partition's number stands in stores. */
  int PARTITIONS = 256;

  /** How often a node renews its lease. */
  Duration RENEW_EVERY = Duration.ofSeconds(2);

  /** A lease ends so long after its last renewal, by the store's clock. */
  Duration LEASE = Duration.ofSeconds(10);

  /** Others wait so much longer before they take over. */
  Duration GRACE = Duration.ofSeconds(2);

  /** A node stops acting so long before its lease ends, by its own stopwatch. */
  Duration MARGIN = Duration.ofSeconds(2);

  /**
   * The partition of a lock: CRC-32 (ISO 3309) of its UTF-8 bytes, modulo 256. What stands after a
   * {@code #} does not count: a run inside another's lock is the same node's.
   */
  static int partition(String lock) {
    CRC32 crc = new CRC32();
    int inside = lock.indexOf('#');
    String outer = inside < 0 ? lock : lock.substring(0, inside);
    crc.update(outer.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % PARTITIONS);
  }

  /**
   * A new member whose lease begins now. The same name again is another member: a process that was
   * restarted, or came back after its lease had ended, has nothing to do with the one before.
   */
  Member join(String name);

  /**
   * Renews the lease, and tells how things stand. A lease that has ended is not renewed, even when
   * nobody took over: then {@link Roster#renewed} is false, and the node has to join anew.
   */
  Roster renew(Member member);

  /**
   * Takes those of the partitions that are free, or whose owner's lease and grace are over; the
   * epoch of each rises by one. Takes none when the member's own lease has ended.
   *
   * @return what was taken
   */
  List<Claim> take(Member member, Set<Integer> partitions);

  /** Makes partitions free that are still held so; the caller has stopped all work on them. */
  void release(Member member, Collection<Claim> claims);

  /** Ends the lease and makes everything free that it holds; the caller has stopped all work. */
  void leave(Member member);

  @Override
  void close();

  /** A process of the cluster. {@code number} is given by the store and never given twice. */
  record Member(String name, long number) {
    @Override
    public String toString() {
      return name + "#" + number;
    }
  }

  /** A partition owned at this epoch; an append may be made to depend on it. */
  record Claim(int partition, long epoch) {}

  /**
   * A partition as the store has it.
   *
   * @param epoch of the newest owner; 0 when nobody ever owned it
   * @param lapsed whether it may be taken: it has no owner, or the owner's lease and grace are over
   */
  record Partition(int number, long epoch, Optional<Member> owner, boolean lapsed) {}

  /**
   * How things stand.
   *
   * @param renewed whether the caller's lease goes on
   * @param members whose leases go on, by number, the caller with them
   * @param partitions all {@link #PARTITIONS}, by number
   */
  record Roster(boolean renewed, List<Member> members, List<Partition> partitions) {}
}
