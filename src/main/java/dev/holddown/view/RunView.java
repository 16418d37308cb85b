package dev.holddown.view;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.Remark;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as every screen, report and {@code --json} shows it: a pure fold of its state.
 *
 * @param stages every stage, in order
 * @param watches every watch, one for each row it is repeated for
 * @param back the way back, shown from its decision on
 * @param badge the short mark of its playbook; empty for none
 * @param owed what is owed during the run and after it
 * @param beside what people laid beside the run itself
 * @param kept what it keeps under the names of {@code keep}, and what it needs
 */
public record RunView(
    Head head,
    Standing standing,
    List<PlaceView> stages,
    List<WatchView> watches,
    BackView back,
    ItemView.Beside beside,
    Optional<String> badge,
    List<OwedView> owed,
    List<EvidenceView> kept) {

  /** What the run is about. {@code lock}: service/environment. */
  public record Head(String run, String title, String lock, Origin origin, Times times) {}

  /** Where it came from. {@code linkedTo}: the run that this one takes back. */
  public record Origin(
      String playbook,
      String mode,
      Map<String, Object> inputs,
      String starter,
      Optional<String> linkedTo) {}

  /**
   * When it started, when its last event was, and the moment this view is of.
   *
   * @param endedAt when it closed; what it owes may be told of later
   */
  public record Times(Instant startedAt, Instant lastAt, Instant now, Optional<Instant> endedAt) {
    public Duration elapsed() {
      return Duration.between(startedAt, now);
    }
  }

  /**
   * The way back.
   *
   * @param cause why it was decided; empty while it was not
   * @param to {@code rollback.to}, frozen at the start
   * @param undo what steps owe before the run may close
   */
  public record BackView(
      Optional<String> cause,
      Optional<Instant> decidedAt,
      Map<String, Object> to,
      List<PlaceView> phases,
      List<ItemView> undo) {}

  /**
   * Folds a state.
   *
   * @param now the moment it is shown for; never taken to be before the last event
   * @param latest the newest sample of each watch, as far as known
   */
  public static RunView of(RunState s, Instant now, List<EventStore.Sample> latest) {
    Instant at = now.isBefore(s.lastAt()) ? s.lastAt() : now;
    List<Job> all = Run.todo(s, at);
    List<Job> todo = all.stream().filter(job -> !owed(job)).toList();
    List<Job> people = all.stream().filter(j -> j.lane() == Lane.PERSON).toList();
    List<Waiting> waits = Waits.of(s, people.stream().filter(job -> !owed(job)).toList());
    List<Waiting> owing = Waits.of(s, people.stream().filter(RunView::owed).toList());
    Places places = new Places(s, at, people);
    return new RunView(
        head(s, at),
        Standing.of(s, waits, todo),
        places.stages(),
        WatchFold.all(s, latest),
        new BackView(
            s.rollbackCause(),
            s.rollbackCause().map(cause -> s.rollbackAt()),
            s.wayBack(),
            places.phases(),
            places.undo()),
        new ItemView.Beside(s.remarks(Remark.RUN), s.files(Remark.RUN)),
        s.plan().playbook().badge(),
        new OwedFold(s, owing).all(places.owed()),
        EvidenceView.all(s));
  }

  /** What is owed to people stops nothing, and so the run does not wait for it. */
  private static boolean owed(Job job) {
    return job.work() instanceof Job.Work.Person person
        && person.key().startsWith(Obligation.PREFIX);
  }

  private static Head head(RunState s, Instant at) {
    var head = s.head();
    Origin origin =
        new Origin(
            head.playbook(), head.mode().name(), head.inputs(), head.starter(), head.linkedTo());
    return new Head(
        head.run(),
        head.title(),
        head.lock(),
        origin,
        new Times(s.startedAt(), s.lastAt(), at, s.endedAt()));
  }

  /** Whether nothing follows any more. */
  public boolean closed() {
    return standing.result().outcome().isPresent();
  }

  /** How long the run has taken up to the moment of this view, or up to its end. */
  public String took() {
    Instant until = head.times().endedAt().orElse(head.times().now());
    return Span.text(Spans.whole(Duration.between(head.times().startedAt(), until)));
  }
}
