package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Item;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run that was put off to another hour: it is held, says until when, by whom and why, and goes on
 * by itself when the time has come, or when a person resumes it. What had not passed is asked anew
 * then, since that is why it was put off.
 */
final class Deferral {
  static final Duration MOST = Duration.ofDays(14);
  private static final int REASON_CHARS_MIN = 3;

  private Deferral() {}

  static Direct.Outcome decide(RunState s, RunCommand.Defer c, Instant at) {
    if (s.phase != Phase.FORWARD && s.phase != Phase.QUEUED || goesBack(s)) {
      return no("the run goes forward no more; there is nothing to put off");
    }
    if (s.stays()) {
      return no("the run is held already: " + s.held.orElse(""));
    }
    if (c.reason().strip().length() < REASON_CHARS_MIN) {
      return no("a reason of at least " + REASON_CHARS_MIN + " characters is needed");
    }
    Optional<Instant> until = moment(c.until().strip(), at);
    if (until.isEmpty()) {
      return no(
          "\""
              + c.until()
              + "\" is no time: write 2026-01-31T22:00:00Z, or 22:00 for the next time that it is"
              + " so late, UTC; the run goes on");
    }
    if (!until.get().isAfter(at)) {
      return no(until.get() + " is over; now is " + at + "; the run goes on");
    }
    return until.get().isAfter(at.plus(MOST))
        ? no(until.get() + " is more than " + MOST.toDays() + " days ahead, which is the most")
        : Direct.Outcome.of(new RunEvent.Deferred(until.get(), c.reason().strip()));
  }

  private static boolean goesBack(RunState s) {
    return s.head.mode() == RunHead.Mode.ROLLBACK;
  }

  private static Direct.Outcome no(String why) {
    return Direct.Outcome.no(why);
  }

  /** A moment, or the next time at which a clock in UTC says so. */
  private static Optional<Instant> moment(String text, Instant at) {
    try {
      if (text.indexOf(':') <= 2 && text.length() <= 5) {
        LocalTime time = LocalTime.parse(text.length() == 4 ? "0" + text : text);
        Instant today =
            at.atOffset(ZoneOffset.UTC).toLocalDate().atTime(time).toInstant(ZoneOffset.UTC);
        return Optional.of(today.isAfter(at) ? today : today.plus(1, ChronoUnit.DAYS));
      }
      boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
      return Optional.of(OffsetDateTime.parse(zoned ? text : text + "Z").toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Why it is held. */
  static String words(RunEvent.Deferred e, Actor by) {
    return "deferred until " + e.until() + " by " + by.name() + ": " + e.reason();
  }

  /** When it goes on by itself; empty when a person decides that. */
  static Optional<Instant> until(RunState s) {
    boolean counts = s.phase == Phase.FORWARD && s.held.isPresent() && s.proposal.isEmpty();
    return counts ? s.deferredUntil : Optional.empty();
  }

  /** The time has come. */
  static List<RunEvent> over(RunState s, Instant at) {
    Optional<Instant> until = until(s).filter(then -> !at.isBefore(then));
    if (until.isEmpty() || Waivers.voidGo(s).isPresent()) {
      return List.of();
    }
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.Resumed("the time has come that it was deferred to: " + until.get()));
    events.addAll(again(s));
    return events;
  }

  /** A person lets it go on. */
  static Direct.Outcome resumed(RunState s, String reason) {
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.Resumed(reason));
    if (until(s).isPresent()) {
      events.addAll(again(s));
    }
    return new Direct.Outcome(events, Optional.empty());
  }

  /** What had not passed, or had taken another way out, is asked anew. */
  private static List<RunEvent> again(RunState s) {
    List<RunEvent> events = new ArrayList<>();
    Walk.stage(s).filter(stage -> s.place(stage.id()).open()).stream()
        .flatMap(stage -> s.plan().stage(stage.id()).stream())
        .flatMap(Node::all)
        .filter(node -> node.item() instanceof Item.Check && open(s.item(node.key())))
        .forEach(node ->
            events.addAll(
                new Reopening(s).recheck(node.key(), "the run was deferred until now").events()));
    return events.stream().distinct().toList();
  }

  private static boolean open(ItemState item) {
    boolean bad = item.status.ended() && !item.status.good();
    boolean elsewhere = !item.status.ended() && item.chosen.isPresent();
    return item.openedAt.isPresent() && item.status != ItemStatus.SKIPPED && (bad || elsewhere);
  }
}
