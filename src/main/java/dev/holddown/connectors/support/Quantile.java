package dev.holddown.connectors.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A quantile out of cumulative buckets, as Prometheus computes it for classic histograms.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile">
 *     histogram_quantile</a>
 */
public final class Quantile {
  private Quantile() {}

  /**
   * The value below which the part {@code q} of all observations lies, linear within its bucket.
   * The first bucket begins at 0 if its upper bound is above 0; a quantile in the last bucket is
   * the upper bound of the one before it.
   *
   * @param q above 0, at most 1
   * @param cumulative observations at or below each upper bound
   * @return NaN when there are no observations, fewer than two buckets, or no bucket up to +Inf
   */
  public static double of(double q, SortedMap<Double, Double> cumulative) {
    if (cumulative.size() < 2 || cumulative.lastKey() != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    List<Double> bounds = new ArrayList<>(cumulative.keySet());
    double[] counts = rising(cumulative);
    double rank = q * counts[counts.length - 1];
    if (!(rank > 0)) {
      return Double.NaN;
    }
    int bucket = 0;
    while (bucket < counts.length - 1 && counts[bucket] < rank) {
      bucket++;
    }
    if (bucket == counts.length - 1) {
      return bounds.get(bucket - 1);
    }
    double end = bounds.get(bucket);
    if (bucket == 0) {
      return end <= 0 ? end : end * (rank / counts[0]);
    }
    double start = bounds.get(bucket - 1);
    double before = counts[bucket - 1];
    return start + (end - start) * ((rank - before) / (counts[bucket] - before));
  }

  /** Whether the quantile lies above the last finite bound, so that the true value is larger. */
  public static boolean beyond(double q, SortedMap<Double, Double> cumulative) {
    double[] counts = rising(cumulative);
    return counts.length >= 2 && counts[counts.length - 2] < q * counts[counts.length - 1];
  }

  /** Buckets are scraped one after the other, so a larger one may lag; it counts as no less. */
  private static double[] rising(Map<Double, Double> cumulative) {
    double[] counts = cumulative.values().stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 1; i < counts.length; i++) {
      counts[i] = Math.max(counts[i], counts[i - 1]);
    }
    return counts;
  }
}
