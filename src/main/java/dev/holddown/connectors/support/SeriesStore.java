package dev.holddown.connectors.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was scraped from one address, shared by all questions about it. Only metrics that somebody
 * asks for are kept. Times are milliseconds since 1970 by the clock of the questions.
 */
public final class SeriesStore {
  /** Series kept of one address; more is an error. */
  public static final int SERIES_MAX = 10_000;

  /** A question this close to the last scrape, in milliseconds, uses it. */
  public static final long SCRAPE_MILLIS_MIN = 500;

  /** A sample whose own time is older is not there. */
  public static final long STALE_MILLIS_MAX = 120_000;

  /** Points are kept this much longer than the longest window asked for. */
  public static final long MARGIN_MILLIS = Duration.ofHours(1).toMillis();

  private static final int BODY_CHARS_KEPT_MAX = 1024 * 1024;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final ReentrantLock scraping = new ReentrantLock();
  private final Map<String, Family> families = new HashMap<>();
  private long lastTry = NEVER;
  private long lastScrape = NEVER;
  private Optional<MetricFault> lastFault = Optional.empty();
  private Optional<Body> lastBody = Optional.empty();

  /** Fetches the metrics now. */
  public interface Scraper {
    Body scrape() throws MetricFault, InterruptedException;
  }

  /** What one scrape gave. */
  public record Body(String text, Exposition.Format format) {}

  /** Which metrics, how far back, asked when. */
  public record Want(Set<String> metrics, long overMillis, long atMillis) {}

  /** One metric that is asked for. */
  private static final class Family {
    private final Map<Map<String, String>, Series> series = new HashMap<>();
    private String type = "unknown";
    private long lastAsked = NEVER;
    private long lastIngest = NEVER;
    private long overMillis;
    private int stale;
  }

  /**
   * Makes sure that there is a scrape at most {@link #SCRAPE_MILLIS_MIN} older than the question. A
   * failed scrape holds as long for everybody as a good one.
   *
   * @return the moment of the newest scrape
   */
  public long observe(Want want, Scraper scraper, Deadline deadline)
      throws MetricFault, InterruptedException {
    if (!scraping.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw MetricFault.error(
          "no answer in time: the scrape of another question is still under way");
    }
    try {
      Set<String> added = note(want);
      if (want.atMillis() < lastTry + SCRAPE_MILLIS_MIN) {
        if (lastFault.isPresent()) {
          throw lastFault.get();
        }
        if (added.isEmpty() || lastBody.isPresent()) {
          seed(added);
          return lastScrape;
        }
      }
      lastTry = Math.max(lastTry, want.atMillis());
      try {
        take(scraper.scrape(), lastTry);
        lastFault = Optional.empty();
      } catch (MetricFault fault) {
        lastFault = Optional.of(fault);
        throw fault;
      }
      return lastScrape;
    } finally {
      scraping.unlock();
    }
  }

  /** Remembers what is asked for, and tells which of it is new. */
  private synchronized Set<String> note(Want want) {
    Set<String> added = new HashSet<>();
    for (String metric : want.metrics()) {
      Family family = families.get(metric);
      if (family == null) {
        family = new Family();
        families.put(metric, family);
        added.add(metric);
      }
      family.lastAsked = Math.max(family.lastAsked, want.atMillis());
      family.overMillis = Math.max(family.overMillis, want.overMillis());
    }
    return added;
  }

  private void seed(Set<String> added) throws MetricFault {
    if (!added.isEmpty() && lastBody.isPresent()) {
      Body body = lastBody.get();
      ingest(Exposition.parse(body.text(), body.format(), added::contains), added, lastScrape);
    }
  }

  private void take(Body body, long at) throws MetricFault {
    Set<String> names;
    synchronized (this) {
      long retention = retention();
      families.values().removeIf(f -> at - f.lastAsked > retention);
      names = Set.copyOf(families.keySet());
    }
    ingest(Exposition.parse(body.text(), body.format(), names::contains), names, at);
    lastScrape = at;
    lastBody = body.text().length() <= BODY_CHARS_KEPT_MAX ? Optional.of(body) : Optional.empty();
  }

  private synchronized void ingest(Exposition exposition, Set<String> names, long at)
      throws MetricFault {
    check(exposition, at);
    for (String name : names) {
      Family family = families.get(name);
      if (family != null) {
        family.type = exposition.type(name);
        family.stale = 0;
      }
    }
    for (Exposition.Sample sample : exposition.samples()) {
      Family family = families.get(sample.name());
      if (family == null) {
        continue;
      }
      if (isStale(sample, at)) {
        family.stale++;
        continue;
      }
      Series series = family.series.get(sample.labels());
      if (series == null) {
        series = new Series(sample.labels());
        family.series.put(sample.labels(), series);
        if (family.lastIngest != NEVER && counts(family.type)) {
          // We looked before and it was not there: this counter rose from nothing since then.
          series.append(family.lastIngest, 0);
        }
      }
      series.append(at, sample.value());
    }
    long keepFrom = at - retention();
    for (String name : names) {
      Family family = families.get(name);
      if (family != null) {
        family.lastIngest = at;
        family.series.values().forEach(s -> s.dropBefore(keepFrom));
        family.series.values().removeIf(s -> s.size() == 0);
      }
    }
  }

  private static boolean counts(String type) {
    return type.equals("counter") || type.equals("histogram") || type.equals("summary");
  }

  private static boolean isStale(Exposition.Sample sample, long at) {
    return sample.atMillis().isPresent() && at - sample.atMillis().getAsLong() > STALE_MILLIS_MAX;
  }

  /** Refuses twins and too many series before anything is kept. */
  private void check(Exposition exposition, long at) throws MetricFault {
    Map<String, Set<Map<String, String>>> seen = new HashMap<>();
    int count = 0;
    for (Exposition.Sample sample : exposition.samples()) {
      if (!seen.computeIfAbsent(sample.name(), n -> new HashSet<>()).add(sample.labels())) {
        throw MetricFault.error(
            "line "
                + sample.line()
                + " of the metrics repeats the series "
                + sample.name()
                + PrometheusReply.shown(sample.labels()));
      }
      count++;
    }
    for (Map.Entry<String, Family> each : families.entrySet()) {
      Set<Map<String, String>> now = seen.getOrDefault(each.getKey(), Set.of());
      long needed = at - each.getValue().overMillis;
      if (count + each.getValue().series.size() > SERIES_MAX) {
        each.getValue().series.values().removeIf(s -> s.lastAt() < needed);
      }
      count += (int) each.getValue().series.keySet().stream().filter(l -> !now.contains(l)).count();
    }
    if (count > SERIES_MAX) {
      throw MetricFault.error(
          "the metrics asked for have "
              + count
              + " series; at most "
              + SERIES_MAX
              + " are kept. Use a metric with fewer labels");
    }
  }

  private long retention() {
    return families.values().stream().mapToLong(f -> f.overMillis).max().orElse(0) + MARGIN_MILLIS;
  }

  /** The matching series with a point between these moments, both included. */
  synchronized List<Series.Window> windows(String metric, LabelMatch match, long from, long to)
      throws MetricFault {
    Family family = families.get(metric);
    List<Series.Window> windows = new ArrayList<>();
    if (family != null) {
      for (Map.Entry<Map<String, String>, Series> each : family.series.entrySet()) {
        Optional<Series.Window> window = each.getValue().window(from, to);
        if (window.isPresent() && match.matches(each.getKey())) {
          windows.add(window.get());
        }
      }
    }
    return windows;
  }

  /** The declared type of a metric, or {@code unknown}. */
  synchronized String type(String metric) {
    Family family = families.get(metric);
    return family == null ? "unknown" : family.type;
  }

  /** How many samples of the newest scrape were left out for their own old time. */
  synchronized int stale(String metric) {
    Family family = families.get(metric);
    return family == null ? 0 : family.stale;
  }
}
