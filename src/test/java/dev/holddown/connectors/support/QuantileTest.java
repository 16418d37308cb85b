package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QuantileTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static double of(double q, Map<Double, Double> buckets) {
    return Quantile.of(q, new TreeMap<>(buckets));
  }

  @Test
  void is_linear_within_its_bucket_and_begins_at_zero() {
    Map<Double, Double> buckets = Map.of(0.1, 50.0, 0.5, 90.0, 1.0, 100.0, INF, 100.0);
    assertThat(of(0.25, buckets)).isEqualTo(0.05);
    assertThat(of(0.7, buckets)).isCloseTo(0.3, within(1e-12));
    assertThat(of(0.95, buckets)).isCloseTo(0.75, within(1e-12));
    assertThat(of(1, buckets)).isEqualTo(1.0);
  }

  @Test
  void above_the_last_finite_bucket_it_is_that_bound_and_says_so() {
    Map<Double, Double> buckets = Map.of(0.1, 5.0, 1.0, 9.0, INF, 10.0);
    assertThat(of(0.95, buckets)).isEqualTo(1.0);
    assertThat(Quantile.beyond(0.95, new TreeMap<>(buckets))).isTrue();
    assertThat(Quantile.beyond(0.9, new TreeMap<>(buckets))).isFalse();
  }

  @Test
  void a_first_bucket_at_or_below_zero_is_its_bound() {
    assertThat(of(0.5, Map.of(-1.0, 8.0, 1.0, 10.0, INF, 10.0))).isEqualTo(-1.0);
    assertThat(of(0.5, Map.of(0.0, 8.0, 1.0, 10.0, INF, 10.0))).isEqualTo(0.0);
  }

  @Test
  void without_observations_or_all_buckets_there_is_none() {
    assertThat(of(0.5, Map.of(0.1, 0.0, INF, 0.0))).isNaN();
    assertThat(of(0.5, Map.of(0.1, 1.0, 1.0, 2.0))).isNaN();
    assertThat(of(0.5, Map.of(INF, 2.0))).isNaN();
    assertThat(of(0.5, Map.of())).isNaN();
  }

  @Test
  void a_bucket_that_lags_counts_as_no_less_than_the_one_before() {
    assertThat(of(0.5, Map.of(1.0, 10.0, 2.0, 8.0, INF, 20.0)))
        .isEqualTo(of(0.5, Map.of(1.0, 10.0, 2.0, 10.0, INF, 20.0)));
  }

  @Test
  void equals_the_inverse_of_the_piecewise_linear_distribution_found_by_bisection() {
    Random random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      TreeMap<Double, Double> buckets = new TreeMap<>();
      double bound = 0;
      double count = 0;
      for (int i = 1 + random.nextInt(10); i > 0; i--) {
        bound += 0.001 + random.nextDouble();
        count += random.nextInt(3) == 0 ? 0 : random.nextInt(50);
        buckets.put(bound, count);
      }
      buckets.put(INF, count + random.nextInt(5));
      double all = buckets.lastEntry().getValue();
      double q = 0.001 + random.nextDouble() * 0.998;
      double got = Quantile.of(q, buckets);
      if (all == 0) {
        assertThat(got).isNaN();
      } else if (q * all > count) {
        assertThat(got).isEqualTo(bound);
      } else {
        assertThat(got).isCloseTo(bisect(buckets, q * all, bound), within(1e-6));
      }
    }
  }

  /** The smallest x below which {@code rank} observations lie. */
  private static double bisect(TreeMap<Double, Double> buckets, double rank, double bound) {
    double low = 0;
    double high = bound;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (below(buckets, middle) >= rank) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static double below(TreeMap<Double, Double> buckets, double x) {
    double start = 0;
    double before = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (x <= bucket.getKey()) {
        return before + (bucket.getValue() - before) * (x - start) / (bucket.getKey() - start);
      }
      start = bucket.getKey();
      before = bucket.getValue();
    }
    return before;
  }
}
