package dev.holddown.engine.port;

import dev.holddown.domain.permit.Documents;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything the engine stands on, bound in one place. */
public record Ports(
    EventStore store, Blobs blobs, PlaybookCodec playbooks, Outside outside, Passing passing) {

  /**
   * The world as the engine sees it.
   *
   * @param documents what the workspace in force says of permits; the same object until it changes
   */
  public record Outside(
      Verbs verbs,
      Secrets secrets,
      Conditions conditions,
      Space space,
      Supplier<Documents> documents) {
    /** Without a workspace. */
    public Outside(Verbs verbs, Secrets secrets, Conditions conditions, Space space) {
      this(verbs, secrets, conditions, space, Documents::none);
    }

    /** With ample room on the disk. */
    public Outside(Verbs verbs, Secrets secrets, Conditions conditions) {
      this(verbs, secrets, conditions, Space.ample());
    }
  }

  /**
   * Time and ids.
   *
   * @param notBefore is told the time of the last event before anything goes on after a restart;
   *     the clock then goes on from there if it is behind
   * @param drift what is known of the clocks before
   */
  public record Passing(
      InstantSource clock, Supplier<String> ids, Consumer<Instant> notBefore, Drift drift) {
    /** With a clock that is never behind, and nothing known of others. */
    public Passing(InstantSource clock, Supplier<String> ids) {
      this(clock, ids, last -> {}, position -> Optional.empty());
    }
  }

  /** This process's clock beside those of the processes before it. */
  public interface Drift {
    /**
     * By how much the clock is at most ahead of any clock by which the only owner wrote after this
     * position of the log; empty when nobody knows.
     */
    Optional<Duration> since(long position);
  }

  /** The verbs by name. */
  public interface Verbs {
    Optional<Verb> find(String action);

    /** All names, for the nearest right word. */
    java.util.List<String> names();
  }
}
