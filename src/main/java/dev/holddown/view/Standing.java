package dev.holddown.view;

import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunState;
import java.util.List;
import java.util.Optional;

/**
 * Where a run stands as a whole.
 *
 * @param phase QUEUED FORWARD ABORTING ROLLING_BACK WATCHING CLOSED
 * @param waiting the people that are waited for
 */
public record Standing(
    String phase, Counts counts, List<Waiting> waiting, Notes notes, Result result) {

  /** Lines of the stages: closed ones by what they are, and the rest. */
  public record Counts(long done, long waived, long notApplicable, long open, long percent) {
    public long all() {
      return done + waived + notApplicable + open;
    }
  }

  /**
   * What else matters.
   *
   * @param held why progress is frozen
   * @param queuedBehind the run that holds the lock
   * @param proposal why a rollback is proposed
   * @param touched whether anything may have been changed in the world
   * @param idle whether only people, watches and the clock can move it on
   */
  public record Notes(
      Optional<String> held,
      Optional<String> queuedBehind,
      Optional<String> proposal,
      boolean touched,
      boolean idle) {}

  /**
   * How it ended.
   *
   * @param outcome empty while it is open
   * @param sentence the closing sentence, or empty
   * @param exitCode 0 done · 1 no, nothing changed · 3 open or waits · 4 rolled back and proved · 5
   *     a person is needed
   */
  public record Result(Optional<String> outcome, String sentence, int exitCode) {}

  static Standing of(RunState s, List<Waiting> waits, List<Job> todo) {
    boolean works =
        todo.stream()
            .anyMatch(j ->
                j.lane() == Lane.FORWARD || j.lane() == Lane.ROLLBACK || j.lane() == Lane.MESSAGE);
    Notes notes =
        new Notes(
            s.held(),
            Optional.of(s.queuedBehind()).filter(b -> !b.isEmpty()),
            s.proposal(),
            s.touchedTheWorld(),
            !works && !baking(s));
    return new Standing(s.phase().name(), counts(s), waits, notes, result(s));
  }

  private static boolean baking(RunState s) {
    return s.plan().playbook().stages().stream()
        .flatMap(stage -> s.plan().stage(stage.id()).stream())
        .flatMap(Node::all)
        .anyMatch(node -> s.item(node.key()).baking());
  }

  private static Result result(RunState s) {
    int code =
        s.outcome()
            .map(outcome ->
                switch (outcome) {
                  case SUCCEEDED -> 0;
                  case ROLLED_BACK -> 4;
                  case ABORTED -> s.touchedTheWorld() ? 5 : 1;
                  case TAKEN_BACK -> 3;
                  case GAVE_UP -> 5;
                })
            .orElse(3);
    return new Result(s.outcome().map(Outcome::name), s.sentence(), code);
  }

  private static Counts counts(RunState s) {
    List<Node> lines =
        s.plan().playbook().stages().stream()
            .flatMap(stage -> s.plan().stage(stage.id()).stream())
            .flatMap(node -> Places.lines(s, node))
            .toList();
    long done = 0;
    long waived = 0;
    long notApplicable = 0;
    for (Node line : lines) {
      switch (s.item(line.key()).status()) {
        case PASSED, SIGNED, RESOLVED -> done++;
        case WAIVED -> waived++;
        case NOT_APPLICABLE -> notApplicable++;
        default -> {}
      }
    }
    long closed = done + waived + notApplicable;
    long percent = lines.isEmpty() ? 100 : closed * 100 / lines.size();
    return new Counts(done, waived, notApplicable, lines.size() - closed, percent);
  }
}
