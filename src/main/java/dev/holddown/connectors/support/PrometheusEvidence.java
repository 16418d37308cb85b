package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the queries of one question gave, at one moment or at many.
 *
 * @param main the number asked for
 * @param samples how many things it stands on, where a query says so
 * @param freshBy the time of the newest data, where a query says so
 */
public record PrometheusEvidence(Found main, Optional<Found> samples, Optional<Found> freshBy) {
  private static final int LABEL_SETS_SHOWN_MAX = 3;

  /** How many series may come. */
  public enum Expected {
    ONE,
    ALL
  }

  /**
   * What makes it an answer.
   *
   * @param stale older data is no data
   */
  public record Rule(Expected expected, Duration stale) {}

  /** One value of one series at one moment. */
  public record Seen(Map<String, String> labels, PrometheusReply.Point point) {}

  /** What a query gave, by moment. */
  public record Found(Map<Long, List<Seen>> byMoment, Set<String> warnings) {
    /** What was seen at that moment. */
    List<Seen> at(long moment) {
      return byMoment.getOrDefault(moment, List.of());
    }
  }

  /** The answer at one moment, in milliseconds since 1970. */
  public Answer judge(Rule rule, long at, Proof proof) {
    try {
      List<Seen> seen = main.at(at);
      checkSeries(rule, seen);
      checkFresh(rule, seen, at);
      long count = count(seen.size(), at);
      long about = seen.stream().mapToLong(s -> s.point().atMillis()).min().orElse(at);
      return Answer.of(result(rule, seen, count), count, Instant.ofEpochMilli(about), proof);
    } catch (MetricFault fault) {
      return fault.answer(Instant.ofEpochMilli(at), proof);
    }
  }

  private static void checkSeries(Rule rule, List<Seen> seen) throws MetricFault {
    if (seen.isEmpty()) {
      throw MetricFault.noData(
          "the query gave no series: is each name right, and was it scraped in the last "
              + Span.text(rule.stale())
              + "?");
    }
    if (rule.expected() == Expected.ONE && seen.size() > 1) {
      throw MetricFault.error(
          seen.size()
              + " series where one number was expected: "
              + seen.stream()
                  .limit(LABEL_SETS_SHOWN_MAX)
                  .map(s -> PrometheusReply.shown(s.labels()))
                  .collect(Collectors.joining(", "))
              + (seen.size() > LABEL_SETS_SHOWN_MAX ? ", …" : "")
              + "; wrap it in sum() or set series: all");
    }
    for (Seen each : seen) {
      double value = each.point().value();
      if (!Double.isFinite(value)) {
        throw MetricFault.noData(
            "the value"
                + (seen.size() > 1 ? " of " + PrometheusReply.shown(each.labels()) : "")
                + (Double.isNaN(value)
                    ? " is NaN (0/0: no traffic?)"
                    : " is " + (value > 0 ? "+Inf" : "-Inf") + " (divided by 0: no traffic?)"));
      }
    }
  }

  private void checkFresh(Rule rule, List<Seen> seen, long at) throws MetricFault {
    long oldest = seen.stream().mapToLong(s -> s.point().atMillis()).min().orElse(at);
    if (freshBy.isPresent()) {
      List<Seen> fresh = freshBy.get().at(at);
      if (fresh.isEmpty() || fresh.stream().anyMatch(s -> !Double.isFinite(s.point().value()))) {
        throw MetricFault.noData("the query fresh-by gave no time, so the data may be of any age");
      }
      for (Seen each : fresh) {
        oldest = Math.min(oldest, Math.round(each.point().value() * 1000));
      }
    }
    Duration age = Duration.ofMillis(at - oldest);
    if (age.compareTo(rule.stale()) > 0) {
      throw MetricFault.noData(
          "the data is stale: its newest sample is "
              + Span.text(age)
              + " old, the limit is "
              + Span.text(rule.stale()));
    }
  }

  private long count(int series, long at) throws MetricFault {
    if (samples.isEmpty()) {
      return series;
    }
    List<Seen> seen = samples.get().at(at);
    if (seen.isEmpty()) {
      throw MetricFault.noData(
          "the query samples gave no series, so nothing says how much was seen");
    }
    if (seen.size() > 1) {
      throw MetricFault.error(
          "the query samples gave "
              + seen.size()
              + " series where one number was expected; wrap it in sum()");
    }
    double count = seen.getFirst().point().value();
    if (!Double.isFinite(count) || count < 0) {
      throw MetricFault.noData("the query samples gave " + count + ", which is not a count");
    }
    return (long) Math.floor(count);
  }

  private Map<String, Object> result(Rule rule, List<Seen> seen, long count) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (rule.expected() == Expected.ONE) {
      result.put("value", seen.getFirst().point().value());
      result.put("labels", seen.getFirst().labels());
    } else {
      result.put(
          "values",
          seen.stream()
              .map(s -> Map.<String, Object>of("labels", s.labels(), "value", s.point().value()))
              .toList());
      result.put("max", seen.stream().mapToDouble(s -> s.point().value()).max().orElseThrow());
      result.put("min", seen.stream().mapToDouble(s -> s.point().value()).min().orElseThrow());
    }
    result.put("samples", count);
    result.put("warnings", warnings());
    return result;
  }

  private List<String> warnings() {
    Set<String> all = new LinkedHashSet<>(main.warnings());
    samples.ifPresent(found -> all.addAll(found.warnings()));
    freshBy.ifPresent(found -> all.addAll(found.warnings()));
    return List.copyOf(all);
  }
}
