package dev.holddown.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How measured values are spread: nearest-rank percentiles, in the unit that they came in. */
record Spread(double[] sorted) {
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Spread(sorted);
  }

  /** {@code share} of 0 to 1; NaN of nothing. */
  double at(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
  }

  String row(String name) {
    return String.format(
        Locale.ROOT,
        "%-34s n=%-5d p50 %8.2f  p90 %8.2f  p99 %8.2f  max %8.2f",
        name,
        sorted.length,
        at(0.5),
        at(0.9),
        at(0.99),
        at(1));
  }

  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("n", sorted.length);
    all.put("p50", at(0.5));
    all.put("p90", at(0.9));
    all.put("p99", at(0.99));
    all.put("max", at(1));
    return all;
  }
}
