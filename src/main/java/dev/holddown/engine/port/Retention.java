package dev.holddown.engine.port;

import dev.holddown.domain.kernel.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a store may forget, and what it remembers of that. The log itself is never touched: it goes
 * on citing the digest of what is gone. Called from platform threads only.
 */
public interface Retention {
  /** Bytes that were removed on purpose, when and under which rule. */
  record Tombstone(Digest digest, Instant at, String why) {}

  /** Why bytes are gone; empty for those that never were or are there. */
  Optional<Tombstone> tombstone(Digest digest);

  /** Notes, durably and before any bytes are removed, that they will be. */
  void bury(Collection<Tombstone> stones);

  /** The runs whose evidence and samples were removed. */
  Set<String> thinned();

  /** Notes that all of these runs' evidence and samples are gone; deletes their samples. */
  void thin(List<String> runs, Instant at);

  /** How many samples these runs have. */
  long samples(List<String> runs);

  /** How many messages were delivered before a moment. */
  long delivered(Instant before);

  /** Deletes the messages that were delivered before a moment; tells how many. */
  long dropDelivered(Instant before);

  /** Deletes the answers that were kept before a moment; tells how many. */
  long dropAnswers(Instant before);

  /** Deletes the answers and the delivered messages in which a text stands. */
  void dropTold(String text);
}
