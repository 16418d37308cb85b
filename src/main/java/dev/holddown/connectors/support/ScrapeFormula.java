package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one number out of scraped points. */
public record ScrapeFormula(
    Compute compute, Parts parts, long overMillis, double quantile, Several series) {

  /** What is computed. */
  public enum Compute {
    /** The last value of a gauge. */
    VALUE,
    /** Seconds since the Unix time that a gauge holds. */
    AGE,
    /** How much a counter rose in the window. */
    INCREASE,
    /** How much a counter rose a second. */
    RATE,
    /** The part of a counter's rise that is bad. */
    RATIO,
    /** A quantile of a histogram's observations in the window. */
    QUANTILE
  }

  /** What becomes of several series of a gauge. */
  public enum Several {
    ONE,
    SUM,
    MAX,
    MIN
  }

  /** Some series of a metric. */
  public record Selection(String metric, LabelMatch labels) {
    @Override
    public String toString() {
      return metric + (labels.rules().isEmpty() ? "" : labels);
    }
  }

  /**
   * Of what it is made.
   *
   * @param all what is computed of
   * @param bad the bad part of a ratio
   */
  public record Parts(Selection all, Selection bad) {}

  /**
   * The memory of one address at one moment.
   *
   * @param freshFrom a series without a point since then is not there
   */
  public record Source(String shown, SeriesStore store, long at, long freshFrom) {}

  /** The number, how many things it stands on, and the rest of the result. */
  public record Computed(double value, long samples, Map<String, Object> more) {}

  /** Growth of some series, and how much of the window was seen. */
  private record Growth(double amount, long coveredMillis, int points) {}

  private static final long EDGE_MILLIS = SeriesStore.SCRAPE_MILLIS_MIN;
  private static final double UNIX_SECONDS_MAX = 1e11;

  /** The sample names that this needs. */
  public Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    names.add(compute == Compute.QUANTILE ? buckets() : all().metric());
    if (compute == Compute.RATIO) {
      names.add(bad().metric());
    }
    return names;
  }

  private String buckets() {
    return all().metric().endsWith("_bucket") ? all().metric() : all().metric() + "_bucket";
  }

  /**
   * Computes.
   *
   * @throws MetricFault no data, too little of the window seen, or not the right kind of metric
   */
  public Computed of(List<Source> sources, MetricsTrail trail) throws MetricFault {
    return switch (compute) {
      case VALUE, AGE -> gauge(sources, trail);
      case INCREASE, RATE -> rise(sources, trail);
      case RATIO -> ratio(sources, trail);
      case QUANTILE -> quantile(sources, trail);
    };
  }

  /** Whether any of it was ever seen up to that moment. */
  public boolean observed(List<Source> sources) throws MetricFault {
    for (Source source : sources) {
      for (String metric : metrics()) {
        if (!source.store().windows(metric, all().labels(), 0, source.at()).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private Computed gauge(List<Source> sources, MetricsTrail trail) throws MetricFault {
    List<Series.Window> now = new ArrayList<>();
    for (Source source : sources) {
      List<Series.Window> seen =
          source.store().windows(all().metric(), all().labels(), source.freshFrom(), source.at());
      if (seen.isEmpty()) {
        throw missing(source, all());
      }
      now.addAll(note(source, all(), seen, trail));
    }
    if (series == Several.ONE && now.size() > 1) {
      throw MetricFault.error(
          now.size()
              + " series where one number was expected: "
              + String.join(
                  ", ", now.stream().limit(3).map(w -> PrometheusReply.shown(w.labels())).toList())
              + (now.size() > 3 ? ", …" : "")
              + "; name its labels or set series: sum, max or min");
    }
    double[] values = new double[now.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(now.get(i), sources.getFirst().at());
    }
    double value =
        switch (series) {
          case ONE, SUM -> java.util.Arrays.stream(values).sum();
          case MAX -> java.util.Arrays.stream(values).max().orElseThrow();
          case MIN -> java.util.Arrays.stream(values).min().orElseThrow();
        };
    Map<String, Object> more = new LinkedHashMap<>();
    if (values.length == 1) {
      more.put("labels", now.getFirst().labels());
    }
    return new Computed(value, values.length, more);
  }

  private double number(Series.Window window, long at) throws MetricFault {
    double value = window.last();
    if (!Double.isFinite(value)) {
      throw MetricFault.noData(
          "the value of "
              + all().metric()
              + PrometheusReply.shown(window.labels())
              + " is "
              + value);
    }
    if (compute == Compute.VALUE) {
      return value;
    }
    if (value <= 0 || value > UNIX_SECONDS_MAX) {
      throw MetricFault.error(
          all().metric() + " is " + value + ", not a Unix time in seconds; age needs one");
    }
    return at / 1000.0 - value;
  }

  private Computed rise(List<Source> sources, MetricsTrail trail) throws MetricFault {
    double rate = 0;
    double increase = 0;
    long points = Long.MAX_VALUE;
    for (Source source : sources) {
      Growth growth = total(source, all(), trail);
      increase += growth.amount();
      rate += growth.amount() / (growth.coveredMillis() / 1000.0);
      points = Math.min(points, growth.points());
    }
    return new Computed(
        compute == Compute.RATE ? rate : increase, points, Map.of("increase", increase));
  }

  private Computed ratio(List<Source> sources, MetricsTrail trail) throws MetricFault {
    double total = 0;
    double badTotal = 0;
    for (Source source : sources) {
      total += total(source, all(), trail).amount();
      List<Series.Window> seen = windows(source, bad());
      badTotal +=
          note(source, bad(), seen, trail).stream().mapToDouble(Series.Window::growth).sum();
    }
    if (!(total > 0)) {
      throw MetricFault.noData(
          "no requests in the last " + over() + ": " + all() + " did not rise");
    }
    return new Computed(
        badTotal / total, (long) Math.floor(total), Map.of("bad", badTotal, "total", total));
  }

  private Computed quantile(List<Source> sources, MetricsTrail trail) throws MetricFault {
    Selection selection = new Selection(buckets(), all().labels());
    TreeMap<Double, Double> cumulative = new TreeMap<>();
    for (Source source : sources) {
      total(source, selection, trail);
      for (Series.Window window : windows(source, selection)) {
        Optional<Double> bound = Exposition.number(window.labels().getOrDefault("le", ""));
        if (bound.isEmpty() || bound.get().isNaN()) {
          throw MetricFault.error(
              selection
                  + PrometheusReply.shown(window.labels())
                  + " has no label le with a number; quantile needs a histogram");
        }
        cumulative.merge(bound.get(), window.growth(), Double::sum);
      }
    }
    if (cumulative.size() < 2 || cumulative.lastKey() != Double.POSITIVE_INFINITY) {
      throw MetricFault.error(
          selection + " has no bucket le=\"+Inf\" beside another; quantile needs all buckets");
    }
    double count = cumulative.lastEntry().getValue();
    double value = Quantile.of(quantile, cumulative);
    if (Double.isNaN(value)) {
      throw MetricFault.noData(
          "no observations in the last " + over() + ": " + selection + " did not rise");
    }
    return new Computed(
        value,
        (long) Math.floor(count),
        Map.of("total", count, "beyond", Quantile.beyond(quantile, cumulative)));
  }

  /** The growth of a selection at one address, if enough of the window was seen. */
  private Growth total(Source source, Selection selection, MetricsTrail trail) throws MetricFault {
    String type = source.store().type(selection.metric());
    if (type.equals("gauge")) {
      throw MetricFault.error(
          selection.metric() + " is a gauge, which may also fall; use compute: value");
    }
    List<Series.Window> seen = windows(source, selection);
    if (seen.stream().noneMatch(w -> w.lastAt() >= source.freshFrom())) {
      throw missing(source, selection);
    }
    note(source, selection, seen, trail);
    long first = seen.stream().mapToLong(Series.Window::firstAt).min().orElse(0);
    long last = seen.stream().mapToLong(Series.Window::lastAt).max().orElse(0);
    int points = seen.stream().mapToInt(Series.Window::points).max().orElse(0);
    long covered = last - first;
    if (points < 2 || covered * 2 < overMillis) {
      throw MetricFault.noData(
          "only "
              + Span.text(Duration.ofMillis(covered))
              + " of "
              + over()
              + " observed yet at "
              + source.shown()
              + (points < 2 ? " (a window needs two scrapes: ask more often, or widen over)" : ""));
    }
    return new Growth(seen.stream().mapToDouble(Series.Window::growth).sum(), covered, points);
  }

  private List<Series.Window> windows(Source source, Selection selection) throws MetricFault {
    return source
        .store()
        .windows(
            selection.metric(),
            selection.labels(),
            source.at() - overMillis - EDGE_MILLIS,
            source.at());
  }

  private static List<Series.Window> note(
      Source source, Selection selection, List<Series.Window> seen, MetricsTrail trail) {
    for (Series.Window window : seen) {
      trail.received(
          source.shown()
              + " "
              + selection.metric()
              + PrometheusReply.shown(window.labels())
              + " last "
              + window.last()
              + ", rose "
              + window.growth()
              + " in "
              + Span.text(Duration.ofMillis(window.lastAt() - window.firstAt())));
    }
    return seen;
  }

  private static MetricFault missing(Source source, Selection selection) {
    int stale = source.store().stale(selection.metric());
    return MetricFault.noData(
        "no series of "
            + selection
            + " at "
            + source.shown()
            + (stale == 0
                ? ""
                : ": "
                    + stale
                    + " samples carry a time of their own that is older than "
                    + Span.text(Duration.ofMillis(SeriesStore.STALE_MILLIS_MAX))));
  }

  private Selection all() {
    return parts.all();
  }

  private Selection bad() {
    return parts.bad();
  }

  private String over() {
    return Span.text(Duration.ofMillis(overMillis));
  }
}
