package dev.holddown.web;

import dev.holddown.access.AccessLog;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Counts what was refused and says each in one line of the server's log. What somebody had no right
 * to is a line of the access log too, which lasts.
 */
final class Refusals {
  private static final int STRANGERS_MAX = 20;
  private static final int WINDOW_SECONDS = 60;

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Consumer<String> log;
  private final AccessLog accessLog;
  private final Tries strangers;

  /** {@code strangers}: how often one address is written down before it is only counted. */
  Refusals(InstantSource clock, Consumer<String> log, AccessLog accessLog, Tries strangers) {
    this.clock = clock;
    this.log = log;
    this.accessLog = accessLog;
    this.strangers = strangers;
  }

  /** How often an address of strangers is written down within a minute. */
  static Tries strangers(java.util.function.LongSupplier nanos) {
    return new Tries(STRANGERS_MAX, WINDOW_SECONDS, nanos);
  }

  /** Who was refused; {@code person} is empty for a stranger. */
  record Who(String address, String person) {
    @Override
    public String toString() {
      return person.isEmpty() ? address : address + " " + person;
    }
  }

  /** {@code what}: may hold anything; it is written on one line. */
  void note(Problem problem, Who who, String what) {
    count(problem.code());
    log.accept(
        clock.instant()
            + " refused "
            + problem.status()
            + " "
            + Values.shown(who.toString())
            + " "
            + Values.shown(what)
            + ": "
            + Values.shown(problem.detail()));
    if (ofRights(problem)) {
      boolean known = !who.person().isEmpty();
      if (known || !strangers.tooMany(Network.of(who.address()))) {
        tell("refused", who, what, problem.status() + " " + problem.detail());
      }
    }
  }

  /** Whether it was a matter of rights, and not of spelling. */
  private static boolean ofRights(Problem problem) {
    return switch (problem.status()) {
      case 401, 403 -> true;
      case 404 -> problem.code().equals("hidden");
      case 409 -> problem.code().equals("refused");
      default -> false;
    };
  }

  /** A line of the access log. That it cannot be written stops nobody who goes back. */
  void tell(String kind, Who who, String what, String why) {
    try {
      accessLog.add(
          kind,
          new AccessLog.Deed(
              Values.shown(who.person()),
              Values.shown(who.address()),
              Values.shown(what),
              Values.shown(why)));
    } catch (UncheckedIOException e) {
      count("access-log");
      log.accept(clock.instant() + " NOT in the access log: " + kind + " " + e.getMessage());
    }
  }

  /** Counted without a line, where a stranger could otherwise fill the log. */
  void count(String code) {
    counts.computeIfAbsent(code, name -> new LongAdder()).increment();
  }

  /** How many of each code since the start. */
  Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((code, count) -> all.put(code, count.sum()));
    return all;
  }
}
