package dev.holddown.view;

import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When freezes hold: now, later and before. Times that come again are unrolled by the clock of
 * their zone, so that each occurrence stands in UTC too, also across daylight saving.
 *
 * @param all every occurrence in the window, and those that hold now, by their beginning
 * @param cut whether a freeze had more occurrences than are shown
 */
public record FreezeCalendar(List<Occurrence> all, Instant now, boolean cut) {
  private static final int OCCURRENCES_MAX = 400;

  /** What is looked at. */
  public record Window(Instant from, Instant to) {}

  /**
   * A freeze as it is known.
   *
   * @param begunBy who began it by command; empty for one of the workspace
   * @param ended when it was ended by command
   */
  public record Known(Freeze freeze, String begunBy, Optional<Instant> ended) {
    /** One of the workspace. */
    public static Known ofFile(Freeze freeze) {
      return new Known(freeze, "", Optional.empty());
    }

    /** Whether it was begun by command, and may be ended so. */
    public boolean command() {
      return !begunBy.isEmpty();
    }

    /** The zone by whose clock it was written. */
    public ZoneId zone() {
      return freeze.times() instanceof Freeze.Times.Again again
          ? again.recurrence().zone()
          : ZoneOffset.UTC;
    }
  }

  /** Once that it holds; {@code to} empty: until it is ended. */
  public record Occurrence(Known of, Instant from, Optional<Instant> to) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && to.filter(end -> !at.isBefore(end)).isEmpty();
    }

    /** Whether it holds at some moment from one on and before another. */
    public boolean within(Instant begin, Instant end) {
      return from.isBefore(end) && to.filter(t -> !t.isAfter(begin)).isEmpty();
    }
  }

  /** Unrolls them; what holds now is there even when it lies outside the window. */
  public static FreezeCalendar of(List<Known> known, Instant now, Window window) {
    List<Occurrence> all = new ArrayList<>();
    boolean cut = false;
    for (Known one : known) {
      List<Occurrence> own = occurrences(one, window, now);
      cut |= own.size() > OCCURRENCES_MAX;
      own.stream().limit(OCCURRENCES_MAX).forEach(all::add);
    }
    all.sort(Comparator.comparing(Occurrence::from).thenComparing(o -> o.of().freeze().id()));
    return new FreezeCalendar(List.copyOf(all), now, cut);
  }

  private static List<Occurrence> occurrences(Known one, Window window, Instant now) {
    return switch (one.freeze().times()) {
      case Freeze.Times.Once once ->
          kept(new Occurrence(one, once.from(), end(one, once.to())), window, now);
      case Freeze.Times.Again again -> {
        List<Occurrence> found = new ArrayList<>(unrolled(one, again, window, now));
        if (!now.isBefore(window.to()) || now.isBefore(window.from())) {
          Window today = new Window(now, now.plusSeconds(1));
          unrolled(one, again, today, now).stream()
              .filter(o -> !found.contains(o))
              .forEach(found::add);
        }
        yield found;
      }
    };
  }

  private static List<Occurrence> unrolled(
      Known one, Freeze.Times.Again again, Window window, Instant now) {
    Recurrence recurrence = again.recurrence();
    LocalDate first = day(window.from().minus(recurrence.lasts()), recurrence).minusDays(1);
    LocalDate last = day(window.to(), recurrence).plusDays(1);
    LocalDate begin =
        first.isBefore(recurrence.first().toLocalDate()) ? recurrence.first().toLocalDate() : first;
    List<Occurrence> found = new ArrayList<>();
    for (LocalDate day = begin;
        !day.isAfter(last) && found.size() <= OCCURRENCES_MAX;
        day = day.plusDays(1)) {
      if (recurrence.on(day)) {
        for (Instant start : recurrence.starts(day)) {
          Instant end = start.plus(recurrence.lasts());
          Optional<Instant> to = again.to().filter(t -> t.isBefore(end)).or(() -> Optional.of(end));
          if (again.to().filter(t -> !start.isBefore(t)).isEmpty()) {
            found.addAll(kept(new Occurrence(one, start, end(one, to)), window, now));
          }
        }
      }
    }
    return found;
  }

  private static LocalDate day(Instant at, Recurrence recurrence) {
    return at.atZone(recurrence.zone()).toLocalDate();
  }

  private static Optional<Instant> end(Known one, Optional<Instant> planned) {
    return one.ended()
        .filter(ended -> planned.filter(to -> to.isBefore(ended)).isEmpty())
        .or(() -> planned);
  }

  private static List<Occurrence> kept(Occurrence one, Window window, Instant now) {
    return one.within(window.from(), window.to()) || one.holds(now) ? List.of(one) : List.of();
  }

  /** Those that hold now; one is enough to refuse what goes forward. */
  public List<Occurrence> holding() {
    return all.stream().filter(o -> o.holds(now)).toList();
  }

  /** Those that begin within so long. */
  public List<Occurrence> coming(Duration within) {
    Instant until = now.plus(within);
    return all.stream().filter(o -> o.from().isAfter(now) && o.from().isBefore(until)).toList();
  }

  /** Those that ended within so long, the newest first. */
  public List<Occurrence> past(Duration within) {
    Instant since = now.minus(within);
    return all.stream()
        .filter(o -> o.to().filter(t -> !t.isAfter(now) && t.isAfter(since)).isPresent())
        .sorted(Comparator.comparing(Occurrence::from).reversed())
        .toList();
  }
}
