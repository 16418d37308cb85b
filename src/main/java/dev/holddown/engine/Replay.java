package dev.holddown.engine;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.Stats;
import dev.holddown.domain.run.WatchReplay;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Past samples through the watches of a playbook: when each would have begun, cleared and fired.
 * Conditions and windows are those of the engine; nothing is done, and nothing is kept.
 */
public final class Replay {
  private static final Duration PAST_TIMEOUT = Duration.ofMinutes(1);

  private final Plan plan;
  private final RunHead head;
  private final Watcher watcher;
  private final Optional<Stats> baseline;
  private final Map<String, One> watches = new LinkedHashMap<>();

  /**
   * @param head what the run would have been about: inputs and environment
   * @param baseline what values are compared with, for watches that compare; empty: it is missing
   */
  public Replay(Playbook playbook, RunHead head, Ports.Outside outside, Optional<Stats> baseline) {
    Redactor redactor = new Redactor();
    this.plan = Plan.of(playbook);
    this.head = head;
    this.baseline = baseline;
    this.watcher =
        new Watcher(
            new Binder(outside, redactor),
            new Scopes(outside.conditions()),
            outside.conditions(),
            new Intake(redactor, Blobs.unkept()));
  }

  /** Watches that are sampled, by key: a watch for rows once for each row. */
  public List<String> watches() {
    return plan.watches().values().stream()
        .filter(key -> !(key.watch().source() instanceof Watch.Source.Declared))
        .map(Plan.WatchKey::key)
        .toList();
  }

  /** What came of the samples of one watch. */
  public static final class One {
    private final WatchReplay windows;
    private final Instant first;
    private final List<Entry> entries = new ArrayList<>();
    private Instant last;
    private long seen;
    private long unseen;
    private String unseenWhy = "";

    private One(WatchReplay windows, Instant first) {
      this.windows = windows;
      this.first = first;
      this.last = first;
    }

    public Watch watch() {
      return windows.key().watch();
    }

    /** What the run would have recorded, in order. */
    public List<Entry> entries() {
      return List.copyOf(entries);
    }

    public Instant first() {
      return first;
    }

    public Instant last() {
      return last;
    }

    /** Samples that were judged. */
    public long seen() {
      return seen;
    }

    /** Samples that were no data, or could not be judged. */
    public long unseen() {
      return unseen;
    }

    /** Why the first of those was none. */
    public String unseenWhy() {
      return unseenWhy;
    }
  }

  /** The watches that had samples, in the order of their first. */
  public Map<String, One> results() {
    return java.util.Collections.unmodifiableMap(watches);
  }

  /**
   * One more sample; those of one watch come in the order of their times.
   *
   * @param watch a key of {@link #watches()}
   * @param value NaN when there was none
   * @param samples how many things the value stood on
   */
  public void sample(String watch, Instant at, double value, long samples) {
    Answer answer = Answer.of(Map.of("value", value), samples, at, Proof.none());
    answer(watch, answer);
  }

  private void answer(String watch, Answer answer) {
    One one =
        watches.computeIfAbsent(
            watch, key -> new One(WatchReplay.of(plan, head, key, answer.at()), answer.at()));
    Reading reading = judged(one.windows, answer);
    if (reading.kind() == Reading.Kind.SEEN) {
      one.seen++;
    } else {
      one.unseenWhy = one.unseen == 0 ? reading.reason() : one.unseenWhy;
      one.unseen++;
    }
    one.last = answer.at();
    one.entries.addAll(one.windows.observe(reading));
  }

  private Reading judged(WatchReplay windows, Answer answer) {
    try {
      return watcher.judged(windows.state(), windows.key(), answer, baseline);
    } catch (ConditionException e) {
      return Reading.error(answer.at(), "not judged: " + e.getMessage());
    }
  }

  /**
   * Asks the watch's own source for its history, and replays it.
   *
   * @return how many answers came; empty when the source keeps no history
   */
  public Optional<Integer> past(String watch, Instant from, Instant to, Duration step)
      throws InterruptedException {
    Plan.WatchKey key = plan.watch(watch);
    WatchReplay before = WatchReplay.of(plan, head, watch, from);
    Question about = new Question(Map.of(), to, PAST_TIMEOUT);
    Optional<List<Answer>> answers = watcher.past(before.state(), key, about, from, step);
    answers.ifPresent(list -> list.forEach(answer -> answer(watch, answer)));
    return answers.map(List::size);
  }
}
