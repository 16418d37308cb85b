package dev.holddown.view.log;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which lines of a log are wanted; what is empty asks for nothing.
 *
 * @param words text that stands somewhere in the line, in small or capital letters; also a digest,
 *     a version, an input of the run
 * @param person who did it, whole
 * @param run the id of a run
 */
public record LogFilter(String words, String person, String run, Place place, Period period) {
  /** Where; each whole. */
  public record Place(String service, String environment) {
    /** Everywhere. */
    public static Place all() {
      return new Place("", "");
    }

    boolean holds(String itsService, String itsEnvironment) {
      return (service.isEmpty() || service.equals(itsService))
          && (environment.isEmpty() || environment.equals(itsEnvironment));
    }
  }

  /** From a moment on, and before another one. */
  public record Period(Optional<Instant> from, Optional<Instant> to) {
    /** At any time. */
    public static Period ever() {
      return new Period(Optional.empty(), Optional.empty());
    }

    /** Whether a moment lies in it. */
    public boolean holds(Instant at) {
      return from.filter(at::isBefore).isEmpty() && to.filter(end -> !at.isBefore(end)).isEmpty();
    }
  }

  /** Every line. */
  public static LogFilter all() {
    return new LogFilter("", "", "", Place.all(), Period.ever());
  }

  /** Whether the words stand in one of these texts. */
  boolean says(List<String> texts) {
    String wanted = words.toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || texts.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
