package dev.holddown.story;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Proof;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** What a metric says over time; each change holds from the moment at which it is told. */
final class Curve {
  private final InstantSource clock;
  private final TreeMap<Instant, Point> points = new TreeMap<>();
  private long samples = 12_000;
  private boolean breaks;

  Curve(InstantSource clock) {
    this.clock = clock;
  }

  private record Point(Answer.Kind kind, double value, long samples, String message) {}

  /** From now on it is this. */
  Curve is(double value) {
    points.put(clock.instant(), new Point(Answer.Kind.ANSWERED, value, samples, ""));
    return this;
  }

  /** It was this before the story began. */
  Curve was(double value) {
    points.put(Instant.MIN, new Point(Answer.Kind.ANSWERED, value, samples, ""));
    return this;
  }

  /** How many things the values told from now on stand on. */
  Curve on(long count) {
    samples = count;
    return this;
  }

  /** From now on nothing is known. */
  void isSilent() {
    points.put(clock.instant(), new Point(Answer.Kind.NO_DATA, 0, 0, "no data"));
  }

  /** From now on it cannot be asked. */
  void cannotBeAsked(String why) {
    points.put(clock.instant(), new Point(Answer.Kind.ERROR, 0, 0, why));
  }

  /** From now on whoever asks meets a fault of the machine. */
  void breaks() {
    breaks = true;
  }

  Answer at(Instant moment) {
    if (breaks) {
      throw new StackOverflowError("too deep");
    }
    var entry = points.floorEntry(moment);
    Point point =
        entry == null ? new Point(Answer.Kind.NO_DATA, 0, 0, "no data") : entry.getValue();
    Proof proof = new Proof("world.metric", "value " + point.value());
    return switch (point.kind()) {
      case ANSWERED -> Answer.of(Map.of("value", point.value()), point.samples(), moment, proof);
      case NO_DATA -> Answer.noData(point.message(), moment, Proof.none());
      case ERROR -> Answer.error(point.message(), moment, Proof.none());
    };
  }
}
