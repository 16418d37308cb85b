package dev.holddown.web;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what was refused, and says each in one line of the server's log. */
final class Refusals {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Consumer<String> log;

  Refusals(InstantSource clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  /** {@code who}, {@code what}: may hold anything; they are written on one line. */
  void note(Problem problem, String who, String what) {
    counts.computeIfAbsent(problem.code(), code -> new LongAdder()).increment();
    log.accept(
        clock.instant()
            + " refused "
            + problem.status()
            + " "
            + Values.shown(who)
            + " "
            + Values.shown(what)
            + ": "
            + Values.shown(problem.detail()));
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
