package dev.holddown.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the proxy measures of the traffic, as Prometheus reads it (text exposition format 0.0.4),
 * and the newest answers one by one.
 */
final class Meter {
  private static final double[] BOUNDS_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final int RECENT_MAX = 1_000;

  private final Map<String, Long> requests = new TreeMap<>();
  private final Map<String, Histogram> durations = new TreeMap<>();
  private final Deque<Served> recent = new ArrayDeque<>();

  /** An answer that went through. */
  record Served(String version, int status) {}

  private static final class Histogram {
    private final long[] counts = new long[BOUNDS_SECONDS.length];
    private double sum;
    private long count;

    void add(double seconds) {
      sum += seconds;
      count++;
      for (int i = 0; i < BOUNDS_SECONDS.length; i++) {
        if (seconds <= BOUNDS_SECONDS[i]) {
          counts[i]++;
        }
      }
    }
  }

  synchronized void count(Backends.Backend backend, int status, double seconds) {
    String labels = labels(backend.name(), backend.version());
    requests.merge(labels + ",code=\"" + status + "\"", 1L, Long::sum);
    durations.computeIfAbsent(labels, l -> new Histogram()).add(seconds);
    recent.addLast(new Served(backend.version(), status));
    if (recent.size() > RECENT_MAX) {
      recent.removeFirst();
    }
  }

  /** The newest answers, oldest first, at most {@code max} of the {@value #RECENT_MAX} kept. */
  synchronized List<Served> newest(int max) {
    return recent.stream().skip(Math.max(0, recent.size() - max)).toList();
  }

  synchronized String text(List<Backends.Backend> backends) {
    StringBuilder text = new StringBuilder(4_096);
    head(text, "http_requests_total", "counter", "Requests answered, by who answered and how");
    requests.forEach((labels, n) -> line(text, "http_requests_total", labels, n.toString()));
    head(text, "http_request_duration_seconds", "histogram", "Time to answer, seen by the proxy");
    durations.forEach((labels, histogram) -> buckets(text, labels, histogram));
    head(text, "proxy_weight", "gauge", "Percent of the traffic that a version is given");
    for (Backends.Backend backend : backends) {
      String labels = labels(backend.name(), backend.version());
      line(text, "proxy_weight", labels, Integer.toString(backend.weight()));
    }
    return text.toString();
  }

  private static void buckets(StringBuilder text, String labels, Histogram histogram) {
    String name = "http_request_duration_seconds";
    for (int i = 0; i < BOUNDS_SECONDS.length; i++) {
      String le = labels + ",le=\"" + BOUNDS_SECONDS[i] + "\"";
      line(text, name + "_bucket", le, Long.toString(histogram.counts[i]));
    }
    line(text, name + "_bucket", labels + ",le=\"+Inf\"", Long.toString(histogram.count));
    line(text, name + "_sum", labels, String.format(Locale.ROOT, "%.6f", histogram.sum));
    line(text, name + "_count", labels, Long.toString(histogram.count));
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help);
    text.append(" (").append(Wire.WORLD).append(")\n");
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder text, String name, String labels, String value) {
    text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static String labels(String backend, String version) {
    return "backend=\"" + backend + "\",version=\"" + version + "\"";
  }
}
