package dev.holddown.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stretches of time, joined where they overlap, so that no moment is counted twice. */
final class Stretches {
  private final List<Stretch> all = new ArrayList<>();

  /** From a moment to a later one. */
  record Stretch(Instant from, Instant to) {
    Stretch within(Stretch bounds) {
      return new Stretch(
          from.isBefore(bounds.from()) ? bounds.from() : from,
          to.isAfter(bounds.to()) ? bounds.to() : to);
    }

    boolean real() {
      return to.isAfter(from);
    }
  }

  void add(Instant from, Instant to) {
    Stretch stretch = new Stretch(from, to);
    if (stretch.real()) {
      all.add(stretch);
    }
  }

  void addAll(Stretches others) {
    all.addAll(others.all);
  }

  /** What of it lies within these bounds. */
  Stretches within(Stretch bounds) {
    Stretches inside = new Stretches();
    for (Stretch stretch : all) {
      Stretch cut = stretch.within(bounds);
      inside.add(cut.from(), cut.to());
    }
    return inside;
  }

  /** What of it is in none of the others. */
  Stretches without(Stretches others) {
    Stretches left = new Stretches();
    List<Stretch> holes = others.joined();
    for (Stretch stretch : joined()) {
      Instant from = stretch.from();
      for (Stretch hole : holes) {
        if (hole.to().isAfter(from) && hole.from().isBefore(stretch.to())) {
          left.add(from, hole.from());
          from = hole.to();
        }
      }
      left.add(from, stretch.to());
    }
    return left;
  }

  Duration length() {
    return joined().stream()
        .map(s -> Duration.between(s.from(), s.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private List<Stretch> joined() {
    List<Stretch> joined = new ArrayList<>();
    for (Stretch next : all.stream().sorted(Comparator.comparing(Stretch::from)).toList()) {
      Stretch last = joined.isEmpty() ? null : joined.getLast();
      if (last == null || next.from().isAfter(last.to())) {
        joined.add(next);
      } else if (next.to().isAfter(last.to())) {
        joined.set(joined.size() - 1, new Stretch(last.from(), next.to()));
      }
    }
    return joined;
  }
}
