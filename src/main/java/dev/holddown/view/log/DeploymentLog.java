package dev.holddown.view.log;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who brought which version where, and what became of it; newest first. */
public record DeploymentLog(List<Entry> entries, Further further) {
  /** The name of the book that records of a playbook are for. */
  public static final String BOOK = "deployment_log";

  /** One run. {@code at}: when it started; {@code person}: who started it. */
  public record Entry(Instant at, String person, About about, Change change, Fate fate) {}

  /** Which run, and about what. */
  public record About(String run, String title, String service, String environment) {}

  /** Versions, as far as they are known, and what changed between them. */
  public record Change(String from, String to, String what) {}

  /**
   * What became of it.
   *
   * @param word {@code stable}, {@code rolled back}, {@code under way}, …
   * @param sentence the closing sentence of the run, or empty
   */
  public record Fate(String word, String sentence, Optional<Instant> ended) {}

  /** Whether a run of this kind is a deployment, or takes one back. */
  public static boolean isOne(RunHead head) {
    return head.mode() == RunHead.Mode.RELEASE || head.mode() == RunHead.Mode.ROLLBACK;
  }

  /** The line of a run. {@code before}: the run that it takes back, where it does. */
  public static Entry entry(RunFacts facts, Optional<RunFacts> before) {
    RunHead head = facts.head();
    return new Entry(
        facts.course().started(),
        head.starter(),
        new About(head.run(), head.title(), head.service(), head.environment()),
        change(facts, before),
        fate(facts.course()));
  }

  private static Change change(RunFacts facts, Optional<RunFacts> before) {
    Map<String, Object> values = new LinkedHashMap<>(facts.head().inputs());
    values.putAll(facts.book(BOOK));
    String what = RunFacts.first(values, "what_changed", "changed", "change", "changes", "what");
    String back = RunFacts.first(facts.wayBack(), "version", "image", "target");
    if (facts.head().mode() == RunHead.Mode.ROLLBACK) {
      return new Change(before.map(DeploymentLog::version).orElse(""), back, what);
    }
    String from = RunFacts.first(values, "from", "from_version");
    return new Change(from.isEmpty() ? back : from, version(facts), what);
  }

  private static String version(RunFacts facts) {
    Map<String, Object> values = new LinkedHashMap<>(facts.head().inputs());
    values.putAll(facts.book(BOOK));
    return RunFacts.first(values, "version", "to", "target", "image", "commit");
  }

  private static Fate fate(RunFacts.Course course) {
    if (course.outcome().isEmpty()) {
      return new Fate("under way", "", Optional.empty());
    }
    Outcome outcome = course.outcome().get();
    boolean nothing = !course.touched() && outcome != Outcome.SUCCEEDED;
    String word =
        nothing
            ? "not deployed"
            : switch (outcome) {
              case SUCCEEDED -> "stable";
              case ROLLED_BACK -> "rolled back";
              case TAKEN_BACK -> "taken back";
              case ABORTED -> "aborted";
              case GAVE_UP -> "gave up";
            };
    return new Fate(word, course.sentence(), Optional.of(course.last()));
  }

  /** Whether a line is wanted. */
  public static boolean wanted(LogFilter filter, Entry entry, RunFacts facts) {
    List<String> texts = new ArrayList<>(facts.texts());
    texts.addAll(
        List.of(
            entry.person(),
            entry.change().from(),
            entry.change().to(),
            entry.change().what(),
            entry.fate().word(),
            entry.fate().sentence()));
    return (filter.person().isEmpty() || filter.person().equals(entry.person()))
        && filter.says(texts);
  }
}
