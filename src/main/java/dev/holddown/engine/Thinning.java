package dev.holddown.engine;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.KeptAnswers;
import dev.holddown.engine.port.Retention.Tombstone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes what a workspace keeps no longer: evidence and samples of runs that closed long ago, and
 * messages that were delivered. No event is touched, so the log is verified as before; it goes on
 * citing the digests, and a tombstone says when and why the bytes went. Callers are platform
 * threads, since it reads the store.
 */
public final class Thinning {
  /** Whoever puts bytes cites them within this; until then they stay. */
  private static final Duration PUT_IDLE = Duration.ofHours(1);

  private static final Pattern DIGEST = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

  private final EventStore store;
  private final Keeping keeping;

  /** How long something is kept; empty for ever. */
  public record Rule(Optional<Duration> evidence, Optional<Duration> messages) {
    /** Nothing is removed. */
    public boolean keepsAll() {
      return evidence.isEmpty() && messages.isEmpty();
    }
  }

  /**
   * What a rule would remove.
   *
   * @param runs whose evidence and samples
   * @param spared old enough, and needed: the last good one, or one that an open run names
   * @param evidence their evidence that no other run cites, with its size in bytes
   */
  public record Plan(
      List<String> runs,
      List<String> spared,
      Map<Digest, Long> evidence,
      long samples,
      long messages) {
    /** How many bytes. */
    public long bytes() {
      return evidence.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** What was removed. {@code left}: pieces that were put again just now and stay. */
  public record Done(long runs, long pieces, long left, long messages) {}

  /** Of a store and what it keeps beside its log. */
  public Thinning(EventStore store, Keeping keeping) {
    this.store = store;
    this.keeping = keeping;
  }

  /** Looks, and changes nothing. */
  public Plan plan(Rule rule, Instant now) {
    long messages =
        rule.messages().map(for_ -> keeping.retention().delivered(now.minus(for_))).orElse(0L);
    if (rule.evidence().isEmpty()) {
      return new Plan(List.of(), List.of(), Map.of(), 0, messages);
    }
    Instant before = now.minus(rule.evidence().get());
    Set<String> thinned = keeping.retention().thinned();
    List<IndexRow> rows =
        store.runs(Integer.MAX_VALUE).stream()
            .filter(row -> !row.run().equals(Governance.LOG))
            .toList();
    Set<String> needed = needed(rows);
    List<String> old =
        rows.stream()
            .filter(row -> row.state().equals("CLOSED") && row.changedAt().isBefore(before))
            .map(IndexRow::run)
            .filter(run -> !thinned.contains(run))
            .toList();
    List<String> runs = old.stream().filter(run -> !needed.contains(run)).toList();
    Map<Digest, Long> evidence = runs.isEmpty() ? Map.of() : evidence(runs, rows, thinned);
    List<String> spared = old.stream().filter(needed::contains).toList();
    return new Plan(runs, spared, evidence, keeping.retention().samples(runs), messages);
  }

  /** The last good run of each lock, and whatever an open run names. */
  private Set<String> needed(List<IndexRow> rows) {
    Set<String> needed = new HashSet<>();
    Set<String> locks = new HashSet<>();
    Set<String> known = new HashSet<>(rows.stream().map(IndexRow::run).toList());
    for (IndexRow row : rows) { // newest first
      if (row.outcome().equals(Outcome.SUCCEEDED.name()) && locks.add(row.lock())) {
        needed.add(row.run());
      }
    }
    for (IndexRow open : store.alive()) {
      for (EventStore.Stored event : store.read(open.run())) {
        runsNamed(event.entry().event()).filter(known::contains).forEach(needed::add);
      }
    }
    return needed;
  }

  private static Stream<String> runsNamed(RunEvent event) {
    return switch (event) {
      case RunEvent.Started e -> e.head().linkedTo().stream();
      case RunEvent.Overtook e -> Stream.of(e.run());
      case RunEvent.Queued e -> Stream.of(e.behind());
      case RunEvent.ChildIntended e -> Stream.of(e.run());
      default -> Stream.empty();
    };
  }

  /** What these runs cite as evidence, and no run that is kept names in any way. */
  private Map<Digest, Long> evidence(List<String> runs, List<IndexRow> rows, Set<String> thinned) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> kept = new HashSet<>();
    Set<String> going = new HashSet<>(runs);
    for (String run : runs) {
      for (EventStore.Stored event : store.read(run)) {
        cited(event.entry().event()).forEach(found::add);
        if (event.entry().event() instanceof RunEvent.Started started) {
          kept.add(started.playbook()); // or the run could not be shown any more
        }
      }
    }
    for (IndexRow row : rows) {
      if (!found.isEmpty() && !going.contains(row.run()) && !thinned.contains(row.run())) {
        named(store.read(row.run())).forEach(kept::add);
      }
    }
    for (String digest : named(store.read(Governance.LOG)).toList()) {
      kept.add(digest);
      keeping
          .blobs()
          .get(new Digest(digest))
          .ifPresent(bytes -> {
            digests(new String(bytes, StandardCharsets.UTF_8))
                .forEach(kept::add); // a list of files
          });
    }
    Map<Digest, Long> sizes = new LinkedHashMap<>();
    found.stream()
        .filter(digest -> !kept.contains(digest))
        .map(Digest::new)
        .forEach(
            digest -> keeping.blobs().size(digest).ifPresent(bytes -> sizes.put(digest, bytes)));
    return sizes;
  }

  private static Stream<String> cited(RunEvent event) {
    return switch (event) {
      case RunEvent.Asked e -> digests(e.finding().evidence().toString());
      case RunEvent.Ended e -> digests(e.evidence().toString());
      case RunEvent.Fired e -> digests(e.evidence().toString());
      case RunEvent.Attached e -> digests(e.file().digest());
      default -> Stream.empty();
    };
  }

  /** Everything that looks like a digest, so that a new kind of event cannot be forgotten here. */
  private static Stream<String> named(Collection<EventStore.Stored> events) {
    return events.stream().flatMap(event -> digests(String.valueOf(event.entry().event())));
  }

  private static Stream<String> digests(String text) {
    return DIGEST.matcher(text).results().map(MatchResult::group);
  }

  /** Removes what a plan says. Stopped half-way, it is done by the next one. */
  public Done apply(Rule rule, Plan plan, Instant now) {
    String why =
        "the workspace keeps evidence of closed runs for "
            + rule.evidence().map(for_ -> for_.toDays() + " days").orElse("ever");
    List<Tombstone> stones =
        plan.evidence().keySet().stream().map(digest -> new Tombstone(digest, now, why)).toList();
    keeping.retention().bury(stones);
    List<Digest> left = new ArrayList<>();
    for (Digest digest : plan.evidence().keySet()) {
      if (!keeping.blobs().remove(digest, PUT_IDLE)) {
        left.add(digest);
      }
    }
    if (left.isEmpty()) {
      keeping.retention().thin(plan.runs(), now);
    }
    long messages =
        rule.messages().map(for_ -> keeping.retention().dropDelivered(now.minus(for_))).orElse(0L);
    keeping.retention().dropAnswers(now.minus(KeptAnswers.AGE_MAX));
    return new Done(
        plan.runs().size(), plan.evidence().size() - (long) left.size(), left.size(), messages);
  }
}
